import Console
import Foundation
import Kindling

/// A training run of the GPT: text in, run folder out.
struct TrainingRun {
  var textPath: String
  /// The run folder; none takes the next free one under `runs/`.
  var folder: String?
  var isOverwriting = false
  var isLossy = false
  var options = TrainingOptions()
  var batchSize = 12
  var validation = 0.1
  var evaluateBatches: Int?
  var seed = 1337
  /// How many characters are written at each evaluation, to be looked at.
  private let sampleLength = 300

  /// What the run came to.
  struct Outcome: Encodable {
    let folder: String
    let steps: Int
    let parameters: Int
    let trainLoss: Float?
    let validationLoss: Double?
    let bestStep: Int
    let seconds: Double
  }

  /// Trains, and writes the run folder as it goes.
  ///
  /// Everything that can be checked is checked before the folder is made.
  func run(_ remarks: Remarks, configuration: (_ vocabularySize: Int) throws -> GPTConfiguration) throws -> Outcome {
    let text = try readText(textPath, lossy: isLossy)
    let tokenizer = CharacterTokenizer(text: text)
    let tokens = try tokenizer.encode(text)
    let shape = try configuration(tokenizer.vocabularySize)
    let split = try Split(tokens, validation: validation, context: shape.contextLength)
    let model = GPT(shape)
    try requireMemory(for: model)
    let folder = try RunFolder(creating: chosenFolder())
    // Files of a run that is being replaced must not be taken for this one's.
    try folder.removeFiles()
    let record = RunRecord(
      model: shape, training: options, batchSize: batchSize, validation: validation, evaluateBatches: evaluateBatches,
      lossy: isLossy, seed: seed, threads: Threads.count,
      text: .init(
        path: textPath, bytes: text.utf8.count, fingerprint: String(fingerprint(of: text.utf8), radix: 16)))
    try folder.write(json: record, to: "config.json")
    try tokenizer.save(to: folder.file("tokenizer.json"))
    model.initialise(seed: UInt64(seed))
    remarks.say(introduction(model, text, tokenizer, split, folder))
    return try train(model, tokenizer, split, folder, remarks)
  }

  /// Refuses a model whose weights, gradients and moments alone are more than this machine's memory.
  private func requireMemory(for model: GPT) throws {
    let (needed, present) = (16 * model.parameterCount, Int(clamping: ProcessInfo.processInfo.physicalMemory))
    guard needed <= present else {
      throw Problem(
        .usage,
        "training \(Formats.grouped(model.parameterCount)) parameters needs \(Formats.bytes(needed)) of memory, and "
          + "this machine has \(Formats.bytes(present))", suggestion: "Fewer --layers or a smaller --embedding will do."
      )
    }
  }

  private func train(
    _ model: GPT, _ tokenizer: CharacterTokenizer, _ split: Split, _ folder: RunFolder, _ remarks: Remarks
  ) throws -> Outcome {
    let length = model.configuration.contextLength
    var batch = Batch(batchSize: batchSize, length: length)
    var batchGenerator = RandomGenerator(seed: UInt64(seed), stream: 1)
    var context = Context.training(RandomGenerator(seed: UInt64(seed), stream: 2))
    let trainer = Trainer(model.parameters, options, tokensPerBatch: batchSize * length)
    let title = "\(textPath.split(separator: "/").last ?? ""): \(Formats.grouped(model.parameterCount)) parameters"
    var history: [Metrics] = []
    var best: Metrics?
    var samples = ""
    try trainer.run(
      batch: { learn in
        batch.fill(from: split.training, using: &batchGenerator)
        model.learn(from: batch, &context, learn)
      },
      validationLoss: split.validation.isEmpty
        ? nil : { model.evaluate(split.validation, batchSize: batchSize, limit: evaluateBatches).loss },
      report: { metrics in
        history.append(metrics)
        try folder.append(metrics)
        let timeLeft = Formats.duration(
          metrics.step == 0 ? 0 : metrics.elapsed / Double(metrics.step) * Double(options.steps - metrics.step))
        remarks.update(progressLine(metrics, timeLeft: timeLeft))
        let isDue = options.evaluateEvery > 0 && metrics.step % options.evaluateEvery == 0
        guard isDue || metrics.step == options.steps else { return }
        // Without a validation part the latest model is the best.
        let isBest = metrics.validationLoss.map { $0 < best?.validationLoss ?? .infinity } ?? true
        if isBest {
          best = metrics
          try folder.write(model, to: "model.safetensors")
        }
        samples += "--- step \(metrics.step) ---\n" + sample(model, tokenizer, step: metrics.step) + "\n\n"
        try folder.write(samples, to: "samples.txt")
        try folder.write(LossCurve(title: title, metrics: history).svg(), to: "loss.svg")
        remarks.say(
          progressLine(metrics, timeLeft: timeLeft)
            + (isBest && metrics.step > 0 && metrics.validationLoss != nil ? "  best" : ""))
      })
    remarks.finish()
    return Outcome(
      folder: folder.path, steps: options.steps, parameters: model.parameterCount, trainLoss: history.last?.trainLoss,
      validationLoss: best?.validationLoss, bestStep: best?.step ?? options.steps, seconds: history.last?.elapsed ?? 0)
  }

  /// What the model writes by itself at this point; the same at the same step of the same run.
  private func sample(_ model: GPT, _ tokenizer: CharacterTokenizer, step: Int) -> String {
    var generator = RandomGenerator(seed: UInt64(seed), stream: UInt64(1000 + step))
    var tokens: [Int32] = []
    model.generate(
      after: startingTokens(tokenizer), count: sampleLength, sampler: Sampler(temperature: 0.8),
      using: &generator
    ) { tokens.append($0) }
    return tokenizer.decode(tokens)
  }

  private func introduction(
    _ model: GPT, _ text: String, _ tokenizer: CharacterTokenizer, _ split: Split, _ folder: RunFolder
  ) -> String {
    let c = model.configuration
    let tokensPerStep = batchSize * c.contextLength * options.accumulation
    let epochs = Double(options.steps * tokensPerStep) / Double(split.training.count)
    return """
      \(textPath): \(Formats.bytes(text.utf8.count)), \(Formats.grouped(split.training.count)) characters to train on, \
      \(Formats.grouped(split.validation.count)) to validate, \(tokenizer.vocabularySize) different ones
      model: \(c.layerCount) layers, \(c.headCount) heads, width \(c.width), context \(c.contextLength): \
      \(Formats.grouped(model.parameterCount)) parameters
      \(Formats.grouped(options.steps)) steps of \(Formats.grouped(tokensPerStep)) characters, \
      \(Formats.fixed(epochs, decimals: 1)) times through the text, on \(Threads.count) \
      \(Threads.count == 1 ? "thread" : "threads"); writing to \(folder.path)
      """
  }

  private func progressLine(_ metrics: Metrics, timeLeft: String) -> String {
    var parts = ["step \(Formats.grouped(metrics.step)) of \(Formats.grouped(options.steps))"]
    if let loss = metrics.trainLoss { parts.append("loss \(Formats.fixed(Double(loss), decimals: 4))") }
    if let loss = metrics.validationLoss { parts.append("validation \(Formats.fixed(loss, decimals: 4))") }
    if metrics.step > 0 {
      parts.append("\(Formats.grouped(Int(metrics.tokensPerSecond))) tokens/s")
      parts.append(metrics.step == options.steps ? Formats.duration(metrics.elapsed) : "\(timeLeft) left")
    }
    return parts.joined(separator: "  ")
  }
}
