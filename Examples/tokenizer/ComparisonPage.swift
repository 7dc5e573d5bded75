import Files

/// Returns a web page, complete in itself, that shows the pieces of each tokenizer in alternating colors.
func comparisonPage(_ compared: [Comparison]) -> String {
  let sections = compared.map { comparison in
    let pieces = comparison.pieces.map { piece in
      // A line break also breaks the line on the page.
      "<span>" + escaped(piece).replacing("\n", with: "\u{21B5}\n") + "</span>"
    }
    let rest = comparison.tokens > comparison.pieces.count ? " ..." : ""
    return """
      <h2>\(escaped(comparison.tokenizer))</h2>
      <p>\(escaped(comparison.figures))</p>
      <pre>\(pieces.joined())\(rest)</pre>
      """
  }
  return """
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <title>One text as tokens</title>
    <style>
    body { font-family: sans-serif; margin: 2em auto; max-width: 60em; color: #222; background: #fff; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.7; font-size: 1.1em; }
    span { padding: 0.15em 0; background: #cfe8ff; }
    span:nth-of-type(even) { background: #ffe0a3; }
    </style>
    \(sections.joined(separator: "\n"))
    </html>

    """
}

/// Returns text as HTML writes it; characters that HTML forbids become U+FFFD.
private func escaped(_ text: String) -> String {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "\t", "\n": String(scalar)
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": "\u{FFFD}"
    default: String(scalar)
    }
  }.joined()
}
