import Console
import Conversations
import Files
import Foundation
import Reports
import Tuning

private let tests = Argument.anyNumber(
  "FILE", help: "tests, such as grammar conversations writes: conversations with how each answer is marked")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Row: Encodable {
    let test: String
    let count: Int
    let exact: Double
    let right: Double
    let form: Double
    let unknown: Double
    let declined: Double
    let utility: Double
  }

  let model: String
  let tests: [Row]
}

let evaluateCommand = Command(
  "evaluate", summary: "let a model answer tests, and mark the answers", arguments: [tests],
  options: [CommonOptions.model, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  guard !parsed[tests].isEmpty else {
    throw Problem(.usage, "FILE is missing: the tests", suggestion: "See assistant evaluate --help")
  }
  let folder = try chatFolder(parsed)
  let chat = try ChatModel(folder: folder)
  let named = try parsed[tests].map { path in
    let file = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return (name: file.hasPrefix("test-") ? String(file.dropFirst(5)) : file, assignments: try Assignment.read(path))
  }
  let marks = try ChatMarks(of: chat, on: Dictionary(named, uniquingKeysWith: +))
  let rows = named.map(\.name).compactMap { name in
    marks.tests[name].map { marks in
      Answer.Row(
        test: name, count: marks.count, exact: marks.share(marks.exact), right: marks.share(marks.right),
        form: marks.share(marks.form), unknown: marks.share(marks.unknown), declined: marks.share(marks.declined),
        utility: marks.utility)
    }
  }
  if parsed[CommonOptions.json] { return try printJSON(Answer(model: folder, tests: rows)) }
  try Terminal.write(table(rows) + "\n")
}

private func table(_ rows: [Answer.Row]) -> String {
  var table = TextTable(
    [.left("test")] + ["answers", "exact", "right", "form", "does not know", "declines", "utility"].map { .right($0) })
  for row in rows {
    table.append(
      [row.test, "\(row.count)"] + [row.exact, row.right, row.form, row.unknown, row.declined].map(percent)
        + [Formats.fixed(row.utility, decimals: 2)])
  }
  return table.description
}

/// A share in percent.
func percent(_ share: Double) -> String { Formats.fixed(100 * share, decimals: 1) + " %" }
