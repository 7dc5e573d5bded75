import Console
import Corpora
import Foundation
import Runs
import Tokenizers
import Training
import Transformers

/// What a user asks of a new training run.
struct NewRun {
  var textPath: String
  /// The run folder; none takes the next free one under `runs/`.
  var folder: String?
  var isOverwriting = false
  var isLossy = false
  var isForced = false
  var options = TrainingOptions()
  var batchSize = 12
  var validation = 0.1
  var evaluateBatches: Int?
  var evaluateStride: Int?
  var floor: Double?
  var keep = 0
  var seed = 1337

  /// Checks everything that can be checked, then makes the folder and the model.
  func prepare(_ remarks: Remarks, configuration: (_ vocabularySize: Int) throws -> GPTConfiguration) throws
    -> TrainingRun
  {
    let text = try readText(textPath, lossy: isLossy)
    let tokenizer = CharacterTokenizer(text: text)
    let shape = try configuration(tokenizer.vocabularySize)
    let split = try Split(try tokenizer.encode(text), validation: validation, context: shape.contextLength)
    let record = RunRecord(
      model: shape, training: options, batchSize: batchSize, validation: validation, evaluateBatches: evaluateBatches,
      evaluateStride: evaluateStride, floor: floor, keep: keep, lossy: isLossy, seed: seed,
      text: TextRecord(text, path: textPath))
    let preflight = Preflight(record, split)
    try preflight.check(isForced: isForced)
    let folder = try RunFolder(
      creating: modelFolders.output(
        asked: folder, textPath: textPath, overwrite: isOverwriting,
        suggestion: "Name another folder with --out, --resume to go on with a run, or --overwrite to replace it."))
    try folder.write(json: record, to: "config.json")
    try tokenizer.save(to: folder.file("tokenizer.json"))
    let run = TrainingRun(record, tokenizer, split, folder, remarks)
    run.model.initialize(seed: UInt64(seed))
    remarks.say("\(preflight)\nwriting to \(folder.path)")
    return run
  }
}
