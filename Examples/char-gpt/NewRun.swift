import Console
import Corpora
import Tokenizers
import Training
import Transformers

/// A user's request for a new training run.
struct NewRun {
  /// The text: files, folders, or `-` for standard input.
  var textPaths: [String]
  /// The run folder; nil means the next free one under `runs/`.
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

  /// Checks everything that can be checked, then creates the folder and the model.
  func prepare(_ remarks: Remarks, configuration: (_ vocabularySize: Int) throws -> GPTConfiguration) throws
    -> TrainingRun
  {
    try options.validate(.usage)
    let (text, textRecord) = try readTexts(textPaths, lossy: isLossy)
    textRecord.remarks.forEach(remarks.say)
    let tokenizer = CharacterTokenizer(text: text)
    let shape = try configuration(tokenizer.vocabularySize)
    let split = try Split(try tokenizer.encode(text), validation: validation, context: shape.contextLength)
    let record = GPTRunRecord(
      model: shape, training: options, batchSize: batchSize, validation: validation, evaluateBatches: evaluateBatches,
      evaluateStride: evaluateStride, floor: floor, keep: keep, lossy: isLossy, seed: seed,
      text: textRecord)
    let preflight = Preflight(record, split)
    try preflight.check(isForced: isForced)
    let folder = try modelFolders.startRun(asked: folder, overwrite: isOverwriting, record)
    try tokenizer.save(to: folder.file("tokenizer.json"))
    let run = TrainingRun(record, tokenizer, split, folder, remarks)
    run.model.initialize(seed: UInt64(seed))
    remarks.say("\(preflight)\nwriting to \(folder.path)")
    return run
  }
}
