import Cleaning
import Console
import Corpora
import Files
import Foundation
import Reports

private let out = CommonOptions.outFile(
  "what to write (required): a .txt file for all documents, or a folder for a file per file")
private let report = Option<String>.optional(
  "report", help: "also write the report to this file, as JSON", placeholder: "FILE")
private let count = CommonOptions.count(default: 2, of: "examples per step")

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  let report: CleaningReport

  private enum CodingKeys: CodingKey { case out }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(out, forKey: .out)
  }
}

let cleanCommand = Command(
  "clean", summary: "clean texts step by step, and report what each step changed or removed",
  arguments: [CleaningArguments.files],
  options: [out, CommonOptions.overwrite, CleaningArguments.documents] + StepArguments.all
    + [count, report, CommonOptions.lossy, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), paths = parsed[CleaningArguments.files]
  guard let path = parsed[out] else {
    throw Problem(.usage, "--out is missing: the path to write to", suggestion: "See corpus clean --help")
  }
  let steps = try StepArguments.steps(parsed, remarks)
  let reportPath = try parsed[report].map { try OutputFile.checked($0, parsed, reading: paths) }
  if let reportPath, ResolvedPath(reportPath).isInside(ResolvedPath(path)) {
    throw Problem(.usage, "--report \(reportPath) would replace what --out writes", suggestion: "Name another file.")
  }
  let unit = CleaningArguments.unit(parsed)
  let output = try CleanedTexts(path, parsed, unit: unit, reading: paths)
  Interruption.startListening()
  let cleaner = Cleaner(steps)
  let found = try output.write { write in
    let found = try cleaner.clean(
      paths, by: unit, lossy: parsed[CommonOptions.lossy], exampleCount: parsed[count], remark: remarks.say,
      progress: { bytes in
        remarks.update("\(Formats.bytes(bytes)) read")
        if let interruption = Interruption.received {
          throw interruption.problem("while cleaning", suggestion: "Nothing was written.")
        }
      }, write: write)
    if found.documentsWritten == 0 { throw found.nothingLeft }
    return found
  }
  remarks.finish()
  if let reportPath { try writeFile(json: found, to: reportPath) }
  if parsed[CommonOptions.json] { return try printJSON(Answer(out: path, report: found)) }
  try Terminal.write(found.table + "\n\n" + found.exampleLines)
  try printFigures([
    ("documents", Double(found.documentsRead)), ("documents_left", Double(found.documentsWritten)),
    ("bytes", Double(found.bytesRead)), ("bytes_left", Double(found.bytesWritten)),
  ])
  if found.documentsWritten > 0 { remarks.suggest(["swift run char-gpt train \(shellQuoted(path))"]) }
}

extension CleaningReport {
  /// The problem of an empty result, which no program could read.
  fileprivate var nothingLeft: Problem {
    guard let step = steps.max(by: { $0.removed < $1.removed }), step.removed > 0 else {
      return Problem(.badData, "the texts have only blank lines")
    }
    let reason = step.examples.first?.reason.map { ", the first because of: \($0)" } ?? ""
    return Problem(
      .badData, "no document is left: the step \(step.name) removed \(step.removed) of \(documentsRead)\(reason)",
      suggestion: "Leave out that step with --apply, or change its options. Nothing was written.")
  }

  /// A line per step.
  fileprivate var table: String {
    var table = TextTable([
      .left("step"), .right("documents"), .right("removed"), .right("changed"), .right("findings"),
      .right("bytes removed"),
    ])
    for step in steps {
      table.append(
        [step.name]
          + [step.documents, step.removed, step.changed, step.findings, step.bytesRemoved].map(Formats.grouped))
    }
    return table.description
  }

  /// The examples of all steps, and an empty line if there are any.
  fileprivate var exampleLines: String {
    var lines: [String] = []
    for step in steps where !step.examples.isEmpty {
      lines.append("\(step.name):")
      for example in step.examples {
        let texts = example.texts.map { quoted($0) }.joined(separator: ", ")
        lines.append(
          example.isRemoved
            ? "  removed \(example.place), \(example.reason ?? ""): \(texts)" : "  changed \(example.place): \(texts)")
      }
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n\n"
  }
}
