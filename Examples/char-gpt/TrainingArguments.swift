import Console
import Kindling

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
  static let logEvery = Option(
    "log-every", default: defaults.logEvery, help: "steps from one line of metrics.jsonl to the next", in: 1...)

  static let all: [any CommandOption] = [
    steps, learningRate, minimumLearningRate, warmup, weightDecay, beta1, beta2, clip, accumulate, validation,
    evaluateEvery, evaluateBatches, logEvery,
  ]

  static func options(_ parsed: Parsed) -> TrainingOptions {
    var options = TrainingOptions()
    options.steps = parsed[steps]
    options.learningRate = parsed[learningRate]
    // A low learning rate alone should not end up rising.
    options.minimumLearningRate =
      parsed.isGiven(minimumLearningRate)
      ? parsed[minimumLearningRate] : min(parsed[minimumLearningRate], parsed[learningRate] / 10)
    // A short run keeps most of its steps for training.
    options.warmup = parsed.isGiven(warmup) ? parsed[warmup] : min(parsed[warmup], parsed[steps] / 10)
    options.weightDecay = parsed[weightDecay]
    options.beta1 = parsed[beta1]
    options.beta2 = parsed[beta2]
    options.clip = parsed[clip]
    options.accumulation = parsed[accumulate]
    options.evaluateEvery = parsed[evaluateEvery]
    options.logEvery = parsed[logEvery]
    return options
  }
}
