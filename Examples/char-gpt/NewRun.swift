import Console
import Corpora
import Recipes
import Tokenizers
import Training
import Transformers

/// A user's request for a new training run.
struct NewRun {
  /// The text: files, folders, or `-` for standard input.
  var textPaths: [String]
  /// The file or folder of a tokenizer; nil means one token for each character of the text.
  var tokenizerPath: String?
  /// The run folder; nil means the next free one under `runs/`.
  var folder: String?
  var isOverwriting = false
  var isLossy = false
  var isForced = false
  /// Returns the settings of the training; the recipe is that of the model.
  var options: (GPTRecipe) -> TrainingOptions = { $0.training }
  var firstBatch: Int?
  var firstContext: Int?
  var validation = 0.1
  var evaluateBatches: Int?
  var evaluateStride: Int?
  var floor: Double?
  var keep = 0
  var seed = 1337

  /// Checks everything that can be checked, then creates the folder and the model.
  func prepare(_ remarks: Remarks, recipe: (_ vocabularySize: Int) throws -> GPTRecipe) throws -> TrainingRun {
    // What does not depend on the text is checked before it is read.
    let options = options(try recipe(1))
    try options.validate(.usage)
    let (text, textRecord) = try readTexts(textPaths, lossy: isLossy)
    textRecord.remarks.forEach(remarks.say)
    let tokenizer = try tokenizer(at: tokenizerPath, of: text)
    let recipe = try recipe(tokenizer.vocabularySize), shape = recipe.model
    let trainingText = try TrainingText(text, tokenizer, validation: validation, context: shape.contextLength)
    let record = GPTRunRecord(
      model: shape, training: options, batchSize: recipe.batchSize, firstBatch: firstBatch,
      firstContext: firstContext, validation: validation, evaluateBatches: evaluateBatches,
      evaluateStride: evaluateStride, floor: floor, keep: keep, lossy: isLossy, seed: seed,
      tokenizer: tokenizerPath, text: textRecord)
    let preflight = Preflight(record, trainingText)
    try preflight.check(isForced: isForced)
    let folder = try modelFolders.startRun(asked: folder, overwrite: isOverwriting, record)
    try tokenizer.save(to: folder.file("tokenizer.json"))
    let run = TrainingRun(record, trainingText, folder, remarks)
    run.model.initialize(seed: UInt64(seed))
    remarks.say("\(preflight)\nwriting to \(folder.path)")
    return run
  }
}
