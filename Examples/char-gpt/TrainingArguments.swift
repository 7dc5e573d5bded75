import Console
import Training

extension LearningRateSchedule.Decay: OptionValue {}
extension OptimizerKind: OptionValue {}

/// The options that say how to train.
enum TrainingArguments {
  private static let defaults = TrainingOptions()

  static let steps = Option("steps", default: defaults.steps, help: "updates of the parameters", in: 1...1_000_000_000)
  static let learningRate = Option(
    "learning-rate", default: defaults.learningRate, help: "the highest learning rate", in: .leastNormalMagnitude...)
  static let minimumLearningRate = Option(
    "minimum-learning-rate", default: defaults.minimumLearningRate, help: "the learning rate at the end", in: 0...)
  static let warmup = Option(
    "warmup", default: defaults.warmup, help: "steps during which the learning rate rises", in: 0...1_000_000_000)
  static let decay = Option<LearningRateSchedule.Decay>(
    "decay", default: defaults.decay, help: "how the learning rate falls after the warm-up")
  static let optimizer = Option<OptimizerKind>(
    "optimizer", default: defaults.optimizer, help: "how gradients change the parameters")
  static let momentum = Option(
    "momentum", default: defaults.momentum, help: "how much of sgd's last step goes on in the next", in: 0..<1)
  static let weightDecay = Option(
    "weight-decay", default: defaults.weightDecay, help: "how much matrices shrink, times the learning rate", in: 0...)
  static let beta1 = Option(
    "beta1", default: defaults.beta1, help: "how slowly the mean of the gradients follows", in: 0..<1)
  static let beta2 = Option(
    "beta2", default: defaults.beta2, help: "how slowly the mean of their squares follows", in: 0..<1)
  static let clip = Option(
    "clip", default: defaults.clip, help: "longest gradient; 0 does not clip", in: 0...)
  static let accumulate = Option(
    "accumulate", default: defaults.accumulation, help: "batches whose gradients are added up for an update",
    in: 1...65_536)
  static let validation = Option(
    "validation", default: 0.1, help: "share of the text, at its end, to judge the model by; 0 uses all to train",
    in: 0..<1)
  static let evaluateEvery = Option(
    "evaluate-every", default: defaults.evaluateEvery,
    help: "steps from one evaluation to the next; 0 evaluates only at the end", in: 0...)
  static let evaluateBatches = Option<Int>.optional(
    "evaluate-batches", help: "batches to evaluate on (default: the whole validation part)", in: 1...)
  static let evaluateStride = Option<Int>.optional(
    "evaluate-stride",
    help: "characters from one window of an evaluation to the next; fewer show the model more of what comes before "
      + "(default: the context)",
    in: 1...)
  static let floor = Option<Double>.optional(
    "floor", help: "bits a character below which no model can come, as grammar floor prints; loss.svg shows it",
    in: .leastNormalMagnitude...)
  static let logEvery = Option(
    "log-every", default: defaults.logEvery, help: "steps from one line of metrics.jsonl to the next", in: 1...)

  static let checkpointEvery = Option<Int>.optional(
    "checkpoint-every",
    help: "steps from one checkpoint to the next (default: with each evaluation, and after ten minutes without one)",
    in: 1...)
  static let keep = Option(
    "keep", default: 0, help: "numbered models to leave in checkpoints/, spread evenly over the run", in: 0...1_000_000)
  static let skipBadSteps = Flag(
    "skip-bad-steps", help: "go on without the update when a step's loss or gradient is not finite")

  static let all: [any CommandOption] = [
    steps, learningRate, minimumLearningRate, warmup, decay, optimizer, weightDecay, beta1, beta2, momentum, clip,
    accumulate, validation,
    evaluateEvery, evaluateBatches, evaluateStride, floor, logEvery, checkpointEvery, keep, skipBadSteps,
  ]

  /// The options of a new run.
  static func options(_ parsed: Parsed) -> TrainingOptions {
    var options = options(parsed, from: defaults)
    // A short run keeps most of its steps for training.
    if !parsed.isGiven(warmup) { options.warmup = min(options.warmup, options.steps / 10) }
    return options
  }

  /// Those of a run that goes on: what the user gives now, and what it was told before.
  static func options(_ parsed: Parsed, from before: TrainingOptions) -> TrainingOptions {
    var options = before
    func set<Value>(_ path: WritableKeyPath<TrainingOptions, Value>, _ option: Option<Value>) {
      if parsed.isGiven(option) { options[keyPath: path] = parsed[option] }
    }
    set(\.steps, steps)
    set(\.learningRate, learningRate)
    // A low learning rate alone should not end up rising.
    if parsed.isGiven(learningRate) {
      options.minimumLearningRate = min(options.minimumLearningRate, options.learningRate / 10)
    }
    set(\.minimumLearningRate, minimumLearningRate)
    set(\.warmup, warmup)
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
