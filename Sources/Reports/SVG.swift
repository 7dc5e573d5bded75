import Foundation

/// Returns one element of SVG or other XML: `<circle cx="1.0" cy="2.0"/>`, or with words `<text x="1.0">loss</text>`.
///
/// Attributes and words are escaped here and nowhere else.
func element(_ name: String, _ attributes: [(String, String)], words: String? = nil) -> String {
  let opening = "<" + name + attributes.map { " \($0)=\"\(escapedXML($1))\"" }.joined()
  return opening + (words.map { ">\(escapedXML($0))</\(name)>" } ?? "/>")
}

/// Returns text escaped for XML: `&`, `<`, `>` and `"` are escaped, and U+FFFD replaces characters that XML 1.0
/// forbids.
func escapedXML(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result.append(contentsOf: "&amp;".unicodeScalars)
    case "<": result.append(contentsOf: "&lt;".unicodeScalars)
    case ">": result.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
    case "\t", "\n", "\r": result.append(scalar)
    case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// Returns a length or coordinate in a picture as text, to a tenth of a pixel.
func pixels(_ value: Double) -> String { String(format: "%.1f", value) }
