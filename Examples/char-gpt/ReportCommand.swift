import Console
import Files
import Foundation
import Reports
import Runs
import Tokenizers
import Transformers

private let folder = Argument.optional(
  "DIR", help: "the run folder (default: the latest one of this program under runs/)")
private let out = CommonOptions.outFile("the page to write (default: report.html in the run folder, which is renewed)")

/// The answer with `--json`.
private struct Answer: Encodable {
  let model: String
  let out: String
  let bytes: Int
}

let reportCommand = Command(
  "report", summary: "write the page about a run anew: its curves, its model, its samples", arguments: [folder],
  options: [out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try modelFolders.model(asked: parsed[folder], remarks)
  let own = (folder as NSString).appendingPathComponent(RunFolder.report)
  let page = try parsed[out].map { try OutputFile.checked($0, parsed, reading: [folder]) } ?? own
  let run = try ListedRun(folder)
  let tokenizer = try readTokenizer(contentsOf: (folder as NSString).appendingPathComponent("tokenizer.json"))
  var report = GPTReport(run.record, folder: folder, run.metrics, unit: tokenizer.unit)
  report.samples = try RunSample.read(ofRun: folder, steps: Set(run.metrics.map(\.step)))
  // In nats per token the floor is known without the text only if a token is a character.
  if tokenizer is CharacterTokenizer { report.floor = run.record.floor.map { $0 * log(2) } }
  // The model takes no memory for its parameters until they are set.
  let html = try report.page(of: GPT(run.record.model).namedParameters).html()
  try writeFile(html, to: page)
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(model: folder, out: page, bytes: html.utf8.count))
  }
  try Terminal.write("\(page): \(Formats.bytes(html.utf8.count)); open it in a browser\n")
}
