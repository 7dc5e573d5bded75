import Console
import Corpora
import Kernels
import Mixtures
import Recipes
import Tokenizers
import Training
import Transformers

/// Trains the models of the records table on one text.
struct RecordRun {
  let tokenizer: CharacterTokenizer
  let split: TokenSplit
  /// The fraction of the training part, at its end, on which counts and network learn to work together.
  private let settling = 0.05

  /// Trains and evaluates a row's model.
  ///
  /// - Throws: `Problem` of kind `usage` if the options do not fit together; `Problem` if the numbers are no longer
  ///   finite or a signal arrives.
  func result(of row: RecordRow, _ training: RecordResult.Training, _ report: (Metrics) -> Void) throws -> RecordResult
  {
    let (seed, steps) = (training.seed, training.steps)
    let parsed = try trainCommand.parse(["FILE"] + row.options + ["--steps", "\(steps)"], program: "char-gpt")
    let recipe = try ModelOptions.recipe(parsed, vocabularySize: tokenizer.vocabularySize)
    var options = TrainingArguments.options(parsed, recipe: recipe.training)
    options.evaluateEvery = 0
    let schedule = BatchSchedule(
      batchSize: recipe.batchSize, context: recipe.model.contextLength,
      firstBatchSize: parsed[ModelOptions.firstBatch], firstContext: parsed[ModelOptions.firstContext])

    let model = GPT(recipe.model)
    model.initialize(seed: UInt64(seed))
    let trainer = Trainer(
      model.namedParameters, options, tokens: { schedule.tokens(inFirst: $0, of: steps) }, seed: UInt64(seed))
    let start = ContinuousClock.now
    while !trainer.isDone {
      var generator = trainer.state.batchGenerator
      let batch = schedule.batch(atStep: trainer.state.step, of: steps, from: split.training, using: &generator)
      let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, pass in
        model.loss(microBatch, &pass)
      }
      if trainer.isReportDue(after: step) { report(try trainer.metrics(of: step, validationLoss: nil)) }
      if let interruption = Interruption.received {
        throw interruption.problem(
          "while training \(row.name), seed \(seed)", suggestion: "The same command goes on with this training.")
      }
    }
    return trainer.withEvaluationWeights {
      let mixture = row.hasCounts ? mixture(of: model) : nil
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      // Windows that do not overlap, with counts or without, so the rows can be compared.
      let evaluation =
        mixture?.evaluate(
          Array(split.validation), from: 1, batchSize: recipe.batchSize, stride: recipe.model.contextLength)
        ?? model.evaluate(split.validation, batchSize: recipe.batchSize)
      return RecordResult(training: training, threads: Threads.count, seconds: seconds, loss: evaluation.loss)
    }
  }

  private func mixture(of model: GPT) -> GPTWithCounts {
    let text = Array(split.training)
    return GPTWithCounts(model, tokenizer, text: text, unseen: max(1, Int(settling * Double(text.count))))
  }
}
