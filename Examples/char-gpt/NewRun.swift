import Console
import Corpora
import Files
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
  /// The file of a mixture, in place of the text.
  var mixture: String?
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
  /// Whether the run writes its metrics for other programs, too.
  var csv = false
  var tensorboard = false
  var seed = 1337

  /// Checks everything that can be checked, then creates the folder and the model.
  func prepare(_ remarks: Remarks, recipe: (_ vocabularySize: Int) throws -> GPTRecipe) throws -> TrainingRun {
    // What does not depend on the text is checked before it is read.
    let options = options(try recipe(1))
    try options.validate(.usage)
    let texts = try trainingTexts()
    texts.record.remarks.forEach(remarks.say)
    let tokenizer = try texts.tokenizer(at: tokenizerPath)
    let recipe = try recipe(tokenizer.vocabularySize), shape = recipe.model
    let text = try TrainingText(texts, tokenizer, validation: validation, context: shape.contextLength)
    var record = GPTRunRecord(
      model: shape, training: options, batchSize: recipe.batchSize, firstBatch: firstBatch,
      firstContext: firstContext, validation: validation, evaluateBatches: evaluateBatches,
      evaluateStride: evaluateStride, floor: floor, keep: keep, lossy: isLossy, seed: seed,
      tokenizer: tokenizerPath, text: texts.record)
    (record.mixture, record.mixtureSources) = (mixture, texts.mixture?.sources)
    (record.csv, record.tensorboard) = (csv, tensorboard)
    let preflight = Preflight(record, text)
    try preflight.check(isForced: isForced)
    let folder = try modelFolders.startRun(asked: folder, overwrite: isOverwriting, record)
    try tokenizer.save(to: folder.file("tokenizer.json"))
    let run = TrainingRun(record, text, folder, remarks)
    run.model.initialize(seed: UInt64(seed))
    remarks.say("\(preflight)\nwriting to \(folder.path)")
    return run
  }
  /// Reads the text, or the sources of the mixture.
  private func trainingTexts() throws -> TrainingTexts {
    guard let mixture else { return try TrainingTexts(textPaths, mixture: nil, lossy: isLossy) }
    let sources = try Mixture(contentsOf: mixture), files = sources.sources.map(\.file)
    // The record of a run names both, so that --config repeats it.
    guard textPaths.isEmpty || textPaths == files else {
      throw Problem(
        .usage, "--mixture names the texts, so FILE cannot name others", suggestion: "Leave out FILE or --mixture.")
    }
    return try TrainingTexts(files, mixture: sources, lossy: isLossy)
  }
}
