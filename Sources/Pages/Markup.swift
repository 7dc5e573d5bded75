/// Text for HTML, SVG and other XML.
public enum Markup {
  /// Returns text escaped for HTML and XML: `&`, `<`, `>` and `"` are escaped, and U+FFFD replaces characters that
  /// XML 1.0 or HTML forbid.
  ///
  ///     Markup.escaped("a < b")  // "a &lt; b"
  public static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\t", "\n", "\r": result.append(scalar)
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Returns one element: `<circle cx="1.0" cy="2.0"/>`, or with words `<text x="1.0">loss</text>`.
  ///
  /// Attributes and words are escaped.
  ///
  ///     Markup.element("text", [("x", "1.0")], words: "loss")
  public static func element(_ name: String, _ attributes: [(String, String)] = [], words: String? = nil) -> String {
    let opening = "<" + name + attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    return opening + (words.map { ">\(escaped($0))</\(name)>" } ?? "/>")
  }
}
