import Console
import Explorer
import Files
import Foundation
import NGrams
import Reports
import Runs
import Tensors
import Transformers

private let prompt = CommonOptions.prompt(default: "a newline")
private let out = CommonOptions.outFile("the web page to write (default: explore.html)")
private let order = Option<Int>.optional(
  "order",
  help: "also count n-grams of this length in the training part of the run's text, and show their surprise",
  in: NGramModel.orders)

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  /// The size of the page, in bytes.
  let bytes: Int
  /// The number of models in the page: the model itself and those that the run has kept.
  let models: Int
  /// The number of kept models that did not fit.
  let leftOut: Int
  /// The number of bits of the numbers of a memory of n-grams: 32 if nothing is rounded.
  let memoryBits: Int
}

let exploreCommand = Command(
  "explore", summary: "write a web page in which the model runs and shows what happens inside",
  options: [
    CommonOptions.model, prompt, out, order, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let folder = try modelFolder(parsed), remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let out = try OutputFile.checked(parsed[out] ?? "explore.html", parsed, reading: [folder])
  remarkOnNetworkAlone(folder, remarks)
  let saved = try SavedGPT(folder: folder)
  let file = try Safetensors((folder as NSString).appendingPathComponent("model.safetensors"))
  let counts = try parsed[order].map { try RunNGrams(of: ListedRun(folder), order: $0, saved.tokenizer).model }
  let page = try ExplorerPage(
    saved, name: URL(fileURLWithPath: folder).lastPathComponent, prompt: parsed[prompt],
    step: file.metadata["step"].flatMap { Int($0) },
    kept: RunFolder.keptModels(ofRun: folder).map { KeptModel(step: $0.step, folder: $0.folder) },
    counts: counts,
    // A model that was imported has no record.
    floor: (try? ListedRun.record(in: folder))?.floor)
  let html = try page.html()
  try writeFile(html, to: out)
  if page.leftOutCount > 0 {
    remarks.say("\(Formats.count(page.leftOutCount, "kept model")) left out, so the page does not become too large")
  }
  if page.memoryBits < 32 {
    remarks.say(
      "the memory of n-grams is rounded to \(page.memoryBits) bits, so the page may write other texts than sample")
  }
  let size = html.utf8.count
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        out: out, bytes: size, models: page.modelCount, leftOut: page.leftOutCount, memoryBits: page.memoryBits))
  }
  let models = Formats.count(page.modelCount, "model")
  try Terminal.write("\(printable(out)): \(models), \(Formats.grouped(size)) bytes; open it in a browser\n")
}
