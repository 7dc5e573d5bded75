import Foundation

/// One element of SVG or another XML: `<circle cx="1.0" cy="2.0"/>`, or with words `<text x="1.0">loss</text>`.
///
/// Attributes and words are escaped here, and nowhere else.
func element(_ name: String, _ attributes: [(String, String)], words: String? = nil) -> String {
  let opening = "<" + name + attributes.map { " \($0)=\"\(escapedXML($1))\"" }.joined()
  return opening + (words.map { ">\(escapedXML($0))</\(name)>" } ?? "/>")
}

/// A text as it may stand in XML: `&`, `<`, `>` and `"` escaped, and U+FFFD for what XML 1.0 forbids.
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

/// A length or place in a picture, to a tenth of a pixel.
func pixels(_ value: Double) -> String { String(format: "%.1f", value) }
