import Foundation

/// The file in which a student writes the solutions of a lab, as lines.
struct StartingFile {
  private(set) var lines: [String]

  init(_ text: String) { lines = text.components(separatedBy: "\n") }

  /// The text of the file.
  var text: String { lines.joined(separator: "\n") }

  /// Replaces declarations by those of the same name; others, such as helper functions, are appended.
  mutating func replace(with source: [String]) {
    for declaration in Self.declarations(of: source) {
      let new = Array(source[declaration.lines])
      if let old = Self.declarations(of: lines).first(where: { $0.name == declaration.name }) {
        lines.replaceSubrange(old.lines, with: new)
      } else {
        lines += new
      }
    }
  }

  /// The names that the file declares at its top level.
  var names: [String] { Self.declarations(of: lines).map(\.name) }

  /// The declarations that start in the first column, without the comments before them.
  private static func declarations(of lines: [String]) -> [(name: String, lines: ClosedRange<Int>)] {
    lines.indices.compactMap { start in
      let pattern = /(?:private |final |@[A-Za-z]+ )*(func|struct|class|enum|extension|let|var) ([A-Za-z_0-9]+)/
      guard let match = lines[start].prefixMatch(of: pattern) else { return nil }
      // The declaration continues while lines are empty, indented, or begin with a bracket, such as a closing one.
      let continuation = lines[(start + 1)...].prefix { line in line.first.map { " )]}{".contains($0) } ?? true }
      let end = continuation.lastIndex { !$0.trimmed.isEmpty } ?? start
      return (String(match.output.2), start...end)
    }
  }
}
