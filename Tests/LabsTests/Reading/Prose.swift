import Foundation

/// The links and the code in a line of prose.
struct Prose {
  private(set) var links: [(text: String, target: String, isPicture: Bool)] = []
  private(set) var codeSpans: [String] = []

  init(_ line: String) {
    // Brackets in code are not links, so they are masked while the reader looks for links.
    let hidden: [Character: Character] = ["[": "\u{E000}", "]": "\u{E001}", "(": "\u{E002}", ")": "\u{E003}"]
    let shown = Dictionary(uniqueKeysWithValues: hidden.map { ($1, $0) })
    let masked = line.replacing(/`[^`]+`/) { match in String(match.output.map { hidden[$0] ?? $0 }) }
    func plain(_ text: Substring) -> String { String(text.map { shown[$0] ?? $0 }) }
    let linkPattern = /(!?)\[([^\[\]]*)\]\(([^()\s]*)\)/
    for match in masked.matches(of: linkPattern) {
      links.append((plain(match.output.2), String(match.output.3), !match.output.1.isEmpty))
    }
    codeSpans = masked.replacing(linkPattern, with: "").matches(of: /`([^`]+)`/).map { plain($0.output.1) }
  }
}

extension String {
  /// Without whitespace at both ends.
  var trimmed: String { trimmingCharacters(in: .whitespaces) }

  /// Without whitespace at the end.
  var withoutTrailingSpace: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
