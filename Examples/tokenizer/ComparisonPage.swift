import Pages

/// Returns a web page, complete in itself, that shows the pieces of each tokenizer in alternating colors.
func comparisonPage(_ compared: [Comparison]) throws -> String {
  let sections = compared.map { comparison in
    let pieces = comparison.pieces.map { piece in
      // A line break also breaks the line on the page.
      Markup.element("span", words: piece).replacing("\n", with: "\u{21B5}\n")
    }
    let rest = comparison.tokens > comparison.pieces.count ? " ..." : ""
    return """
      \(Markup.element("h2", words: comparison.tokenizer))
      \(Markup.element("p", words: comparison.figures))
      <pre class="pieces">\(pieces.joined())\(rest)</pre>
      """
  }
  let title = "One text as tokens"
  let body = ([Markup.element("h1", words: title)] + sections).joined(separator: "\n")
  return try Page(title: title, body: body, styles: ["theme.css", "tokens.css"]).html()
}
