import Console
import Files
import Foundation
import NGrams
import Reports
import Runs
import Tokenizers
import Transformers

private let folder = Argument.optional(
  "DIR", help: "the run folder (default: the latest one of this program under runs/)")
private let out = CommonOptions.outFile("the page to write (default: report.html in the run folder, which is renewed)")

private let order = Option<Int>.optional(
  "order",
  help: "also count n-grams of this length in the training part of the run's text, and mark their loss in the curves",
  in: NGramModel.orders)

/// The answer with `--json`.
private struct Answer: Encodable {
  let model: String
  let out: String
  let bytes: Int
}

let reportCommand = Command(
  "report", summary: "write the page about a run anew: its curves, its model, its samples", arguments: [folder],
  options: [out, order, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try modelFolders.model(asked: parsed[folder], remarks)
  let own = (folder as NSString).appendingPathComponent(RunFolder.report)
  let page = try parsed[out].map { try OutputFile.checked($0, parsed, reading: [folder]) } ?? own
  let run = try ListedRun(folder)
  let tokenizer = try readTokenizer(contentsOf: (folder as NSString).appendingPathComponent("tokenizer.json"))
  var report = GPTReport(run.record, folder: folder, run.metrics, unit: tokenizer.unit)
  report.samples = try RunSample.read(ofRun: folder, steps: Set(run.metrics.map(\.step)))
  report.floor = try run.floor(tokenizer, remarks)
  if let order = parsed[order] {
    report.ngram = (order, try RunNGrams(of: run, order: order, tokenizer).validationLoss())
  }
  // The model takes no memory for its parameters until they are set.
  let html = try report.page(of: GPT(run.record.model).namedParameters).html()
  try writeFile(html, to: page)
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(model: folder, out: page, bytes: html.utf8.count))
  }
  try Terminal.write("\(page): \(Formats.bytes(html.utf8.count)); open it in a browser\n")
}

extension ListedRun {
  /// Returns the floor in nats per token; nil if there is none, or if it takes the text to know it and that is gone.
  fileprivate func floor(_ tokenizer: any Tokenizer, _ remarks: Remarks) throws -> Double? {
    guard let floor = record.floor else { return nil }
    // One token per character: the text is not needed.
    if tokenizer is CharacterTokenizer { return floor * log(2) }
    do {
      return try trainingText(tokenizer, remedy: "Put it back.").floor(bitsPerCharacter: floor)
    } catch let problem as Problem where [.missing, .badData].contains(problem.kind) {
      remarks.say("the floor is left out, because the length of the tokens is not known: \(problem.message)")
      return nil
    }
  }
}
