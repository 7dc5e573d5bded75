import Console
import Recipes
import Training

extension LearningRateSchedule.Decay: OptionValue {}
extension OptimizerKind: OptionValue {}

/// The options of training.
enum TrainingArguments {
  static let steps = perPreset("steps", "number of parameter updates", \.steps, in: 1...1_000_000_000)
  static let learningRate = perPreset(
    "learning-rate", "the peak learning rate", \.learningRate, in: .leastNormalMagnitude...)
  static let minimumLearningRate = perPreset(
    "minimum-learning-rate", "the final learning rate; at most a tenth of the learning rate unless it is given",
    \.minimumLearningRate, in: 0...)
  static let warmup = perPreset(
    "warmup", "steps over which the learning rate rises; at most a tenth of the steps unless it is given", \.warmup,
    in: 0...1_000_000_000)
  static let decay = perPreset("decay", "how the learning rate falls after the warmup", \.decay)
  static let optimizer = perPreset("optimizer", "how gradients update the parameters", \.optimizer)
  static let momentum = perPreset(
    "momentum", "fraction of the last step of sgd or muon carried over to the next", \.momentum, in: 0..<1)
  static let weightDecay = perPreset(
    "weight-decay", "how fast matrices decay toward 0; multiplied by the learning rate in each step", \.weightDecay,
    in: 0...)
  static let beta1 = perPreset("beta1", "decay rate of AdamW's running mean of the gradients", \.beta1, in: 0..<1)
  static let beta2 = perPreset(
    "beta2", "decay rate of AdamW's running mean of the squared gradients", \.beta2, in: 0..<1)
  static let memoryLearningRate = perPreset(
    "memory-learning-rate", "the peak learning rate of the memory's tables", \.memoryLearningRate, in: 0...)
  static let muonLearningRate = perPreset(
    "muon-learning-rate", "the peak learning rate of muon's matrices", \.muonLearningRate, in: 0...)
  static let average = perPreset(
    "average",
    "fraction that each step leaves of a moving average of the weights, which is evaluated and saved; 0 for none",
    \.average, in: 0..<1)
  static let clip = perPreset("clip", "maximum gradient norm; 0 disables clipping", \.clip, in: 0...)
  static let accumulate = perPreset(
    "accumulate", "batches per update; their gradients are averaged", \.accumulation, in: 1...65_536)
  static let evaluateEvery = perPreset(
    "evaluate-every", "steps between evaluations; 0 evaluates only at the end", \.evaluateEvery, in: 0...)
  static let evaluateBatches = Option<Int>.optional(
    "evaluate-batches", help: "batches to evaluate on (default: the whole validation set)", in: 1...)
  static let evaluateStride = Option<Int>.optional(
    "evaluate-stride",
    help: "tokens from one evaluation window to the next; fewer give the model more context "
      + "(default: the context length)",
    in: 1...)
  static let floor = Option<Double>.optional(
    "floor", help: "bits per character that no model can beat, as printed by grammar floor; shown in loss.svg",
    in: .leastNormalMagnitude...)
  static let logEvery = perPreset("log-every", "steps between lines of metrics.jsonl", \.logEvery, in: 1...)

  static let checkpointEvery = Option<Int>.optional(
    "checkpoint-every",
    help: "steps between checkpoints (default: at each evaluation, and after ten minutes without one)",
    in: 1...)
  static let keep = Option(
    "keep", default: 0, help: "number of models to keep in checkpoints/, spread evenly over the run", in: 0...1_000_000)
  static let csv = Flag("csv", help: "also write the metrics to metrics.csv, for spreadsheets")
  static let tensorboard = Flag("tensorboard", help: "also write the metrics to metrics.tfevents, for TensorBoard")
  static let skipBadSteps = Flag(
    "skip-bad-steps", help: "skip the update of a step whose loss or gradient is not finite")

  static let all: [any CommandOption] = [
    steps, learningRate, minimumLearningRate, warmup, decay, optimizer, weightDecay, beta1, beta2, momentum,
    memoryLearningRate, muonLearningRate, average, clip,
    accumulate, CommonOptions.validation, evaluateEvery, evaluateBatches, evaluateStride, floor, logEvery,
    checkpointEvery, keep, csv, tensorboard, skipBadSteps,
  ]

  /// Returns an option whose default depends on the preset.
  private static func perPreset<Value: OptionValue>(
    _ name: String, _ help: String, _ value: KeyPath<TrainingOptions, Value>
  ) -> Option<Value?> {
    Option<Value>.optional(name, help: "\(help) (default: \(defaults(value)))")
  }

  private static func perPreset<Value: OptionValue & Comparable, Range: RangeExpression & Sendable>(
    _ name: String, _ help: String, _ value: KeyPath<TrainingOptions, Value>, in range: Range
  ) -> Option<Value?> where Range.Bound == Value {
    Option<Value>.optional(name, help: "\(help) (default: \(defaults(value)))", in: range)
  }

  private static func defaults(_ value: KeyPath<TrainingOptions, some OptionValue>) -> String {
    ModelOptions.perPreset { $0.training[keyPath: value].optionText }
  }

  /// Returns the options of a new run.
  ///
  /// - Parameter recipe: those of the preset, for what the user does not give.
  static func options(_ parsed: Parsed, recipe: TrainingOptions) -> TrainingOptions {
    var options = options(parsed, from: recipe)
    // A short run keeps most of its steps for training.
    if !parsed.isGiven(warmup) { options.warmup = min(options.warmup, options.steps / 10) }
    return options
  }

  /// Returns the options of a resumed run: the ones that the user gives now, and the run's own for all others.
  static func options(_ parsed: Parsed, from before: TrainingOptions) -> TrainingOptions {
    var options = before
    func set<Value>(_ path: WritableKeyPath<TrainingOptions, Value>, _ option: Option<Value?>) {
      if let value = parsed[option] { options[keyPath: path] = value }
    }
    set(\.steps, steps)
    set(\.learningRate, learningRate)
    // If only a low peak is given, the default minimum could be above it, and the rate would rise toward the end.
    if parsed.isGiven(learningRate) {
      options.minimumLearningRate = min(options.minimumLearningRate, options.learningRate / 10)
    }
    options.minimumLearningRate = parsed[minimumLearningRate] ?? options.minimumLearningRate
    options.warmup = parsed[warmup] ?? options.warmup
    set(\.decay, decay)
    set(\.optimizer, optimizer)
    set(\.momentum, momentum)
    set(\.weightDecay, weightDecay)
    set(\.beta1, beta1)
    set(\.beta2, beta2)
    set(\.memoryLearningRate, memoryLearningRate)
    set(\.muonLearningRate, muonLearningRate)
    set(\.average, average)
    set(\.clip, clip)
    set(\.accumulation, accumulate)
    set(\.evaluateEvery, evaluateEvery)
    set(\.logEvery, logEvery)
    options.checkpointEvery = parsed[checkpointEvery] ?? options.checkpointEvery
    if parsed[skipBadSteps] { options.skipsBadSteps = true }
    return options
  }
}
