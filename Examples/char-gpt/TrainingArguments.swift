import Console
import Training

extension LearningRateSchedule.Decay: OptionValue {}
extension OptimizerKind: OptionValue {}

/// The options of training.
enum TrainingArguments {
  private static let defaults = TrainingOptions()

  static let steps = Option(
    "steps", default: defaults.steps, help: "number of parameter updates", in: 1...1_000_000_000)
  static let learningRate = Option(
    "learning-rate", default: defaults.learningRate, help: "the peak learning rate", in: .leastNormalMagnitude...)
  static let minimumLearningRate = Option<Double>.optional(
    "minimum-learning-rate",
    help:
      "the final learning rate (default: \(figure(defaults.minimumLearningRate)), or a tenth of the learning rate if "
      + "that is lower)",
    in: 0...)
  static let warmup = Option<Int>.optional(
    "warmup",
    help: "steps over which the learning rate rises (default: \(defaults.warmup), or a tenth of the steps if that is "
      + "less)",
    in: 0...1_000_000_000)
  static let decay = Option<LearningRateSchedule.Decay>(
    "decay", default: defaults.decay, help: "how the learning rate falls after the warmup")
  static let optimizer = Option<OptimizerKind>(
    "optimizer", default: defaults.optimizer, help: "how gradients update the parameters")
  static let momentum = Option(
    "momentum", default: defaults.momentum, help: "fraction of sgd's last step carried over to the next", in: 0..<1)
  static let weightDecay = Option(
    "weight-decay", default: defaults.weightDecay,
    help: "how fast matrices decay toward 0; multiplied by the learning rate in each step", in: 0...)
  static let beta1 = Option(
    "beta1", default: defaults.beta1, help: "decay rate of AdamW's running mean of the gradients", in: 0..<1)
  static let beta2 = Option(
    "beta2", default: defaults.beta2, help: "decay rate of AdamW's running mean of the squared gradients", in: 0..<1)
  static let clip = Option(
    "clip", default: defaults.clip, help: "maximum gradient norm; 0 disables clipping", in: 0...)
  static let accumulate = Option(
    "accumulate", default: defaults.accumulation, help: "batches per update; their gradients are averaged",
    in: 1...65_536)
  static let evaluateEvery = Option(
    "evaluate-every", default: defaults.evaluateEvery,
    help: "steps between evaluations; 0 evaluates only at the end", in: 0...)
  static let evaluateBatches = Option<Int>.optional(
    "evaluate-batches", help: "batches to evaluate on (default: the whole validation set)", in: 1...)
  static let evaluateStride = Option<Int>.optional(
    "evaluate-stride",
    help: "characters from one evaluation window to the next; fewer give the model more context "
      + "(default: the context length)",
    in: 1...)
  static let floor = Option<Double>.optional(
    "floor", help: "bits per character that no model can beat, as printed by grammar floor; shown in loss.svg",
    in: .leastNormalMagnitude...)
  static let logEvery = Option(
    "log-every", default: defaults.logEvery, help: "steps between lines of metrics.jsonl", in: 1...)

  static let checkpointEvery = Option<Int>.optional(
    "checkpoint-every",
    help: "steps between checkpoints (default: at each evaluation, and after ten minutes without one)",
    in: 1...)
  static let keep = Option(
    "keep", default: 0, help: "number of models to keep in checkpoints/, spread evenly over the run", in: 0...1_000_000)
  static let skipBadSteps = Flag(
    "skip-bad-steps", help: "skip the update of a step whose loss or gradient is not finite")

  static let all: [any CommandOption] = [
    steps, learningRate, minimumLearningRate, warmup, decay, optimizer, weightDecay, beta1, beta2, momentum, clip,
    accumulate, CommonOptions.validation, evaluateEvery, evaluateBatches, evaluateStride, floor, logEvery,
    checkpointEvery, keep, skipBadSteps,
  ]

  /// Returns the options of a new run.
  static func options(_ parsed: Parsed) -> TrainingOptions {
    var options = options(parsed, from: defaults)
    // A short run keeps most of its steps for training.
    if !parsed.isGiven(warmup) { options.warmup = min(options.warmup, options.steps / 10) }
    return options
  }

  /// Returns the options of a resumed run: the ones that the user gives now, and the run's own for all others.
  static func options(_ parsed: Parsed, from before: TrainingOptions) -> TrainingOptions {
    var options = before
    func set<Value>(_ path: WritableKeyPath<TrainingOptions, Value>, _ option: Option<Value>) {
      if parsed.isGiven(option) { options[keyPath: path] = parsed[option] }
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
    set(\.clip, clip)
    set(\.accumulation, accumulate)
    set(\.evaluateEvery, evaluateEvery)
    set(\.logEvery, logEvery)
    set(\.checkpointEvery, checkpointEvery)
    if parsed[skipBadSteps] { options.skipsBadSteps = true }
    return options
  }
}
