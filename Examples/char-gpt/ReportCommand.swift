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
  // In nats per token the floor is known without the text only if a token is a character.
  if tokenizer is CharacterTokenizer { report.floor = run.record.floor.map { $0 * log(2) } }
  if let order = parsed[order] { report.ngram = (order, try run.ngramLoss(order: order, tokenizer)) }
  // The model takes no memory for its parameters until they are set.
  let html = try report.page(of: GPT(run.record.model).namedParameters).html()
  try writeFile(html, to: page)
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(model: folder, out: page, bytes: html.utf8.count))
  }
  try Terminal.write("\(page): \(Formats.bytes(html.utf8.count)); open it in a browser\n")
}

extension ListedRun {
  /// Returns the loss, in nats per token, of an n-gram model of the run's training text on its validation text.
  ///
  /// - Throws: `Problem` of kind `missing` if the text is gone, `badData` if it has changed or if the run has no
  ///   validation text, `usage` if the run trains on a file of tokens or on a mixture.
  fileprivate func ngramLoss(order: Int, _ tokenizer: any Tokenizer) throws -> Double {
    let texts: TrainingTexts
    do {
      texts = try record.readTexts(ofRun: folder, at: []) { paths in
        let texts = try TrainingTexts(paths, mixture: nil, lossy: record.lossy)
        return (texts, texts.record)
      }
    } catch let problem as Problem where problem.kind == .missing {
      throw Problem(.missing, problem.message, suggestion: "Leave out --order, or put the text back.")
    }
    let text = try TrainingText(
      texts, tokenizer, validation: record.validation, context: record.model.contextLength)
    guard record.mixture == nil, let training = text.training as? ArraySlice<Int32> else {
      throw Problem(.usage, "--order counts one text, and \(shellQuoted(folder)) trains on something else")
    }
    guard !text.validation.isEmpty else {
      throw Problem(.badData, "\(shellQuoted(folder)) holds no text out, so there is nothing to evaluate n-grams on")
    }
    let vocabulary = NGramVocabulary(tokenCount: tokenizer.vocabularySize)
    let model = try NGramModel(
      sentences: vocabulary.sentence(training), vocabulary: vocabulary, order: order, smoothing: .kneserNey)
    // The first token that the GPT is asked for is the second one of the validation text.
    return model.evaluate(Array(training) + text.validation, from: training.count + 1).loss
  }
}
