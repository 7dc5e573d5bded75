import Files
import Layers

/// The settings of a training run, for any model; the defaults are those of the small GPT.
public struct TrainingOptions: Codable, Equatable, Sendable {
  /// How many times the parameters are updated.
  public var steps = 2000
  /// The highest learning rate, reached after warmup.
  public var learningRate = 1e-3
  /// The learning rate at the end.
  public var minimumLearningRate = 1e-4
  /// The number of steps during which the learning rate rises.
  public var warmup = 100
  /// How the learning rate falls after warmup.
  public var decay = LearningRateSchedule.Decay.cosine
  /// The rule for how gradients change the parameters.
  public var optimizer = OptimizerKind.adamW
  /// How much weights with two or more axes shrink per step, as a multiple of the learning rate.
  public var weightDecay = 0.1
  /// How slowly AdamW's moving average of the gradients changes.
  public var beta1 = 0.9
  /// How slowly AdamW's moving average of the squared gradients changes.
  public var beta2 = 0.99
  /// Keeps AdamW's division by the square root of the squared gradients' moving average finite.
  public var epsilon = 1e-8
  /// The fraction of the last step's movement that carries over in gradient descent.
  public var momentum = 0.9
  /// The highest learning rate of tables that are looked up, such as a memory of n-grams.
  public var memoryLearningRate = 10.0
  /// The highest learning rate of the matrices that Muon moves; all others have the learning rate.
  public var muonLearningRate = 2e-2
  /// The fraction of the moving average of the weights that a step leaves; 0 keeps no average.
  public var average = 0.0
  /// The largest norm of the gradient of all parameters; 0 turns clipping off.
  public var clip = 1.0
  /// The number of batches whose gradients are added up before an update.
  public var accumulation = 1
  /// The number of steps between evaluations; 0 evaluates only at the end.
  public var evaluateEvery = 250
  /// The number of steps between lines of metrics.
  public var logEvery = 10
  /// The number of steps between checkpoints; nil saves one with each evaluation, and after ten minutes without one.
  public var checkpointEvery: Int?
  /// Skips the update and continues if a step's loss or gradient is not finite, instead of stopping the run.
  public var skipsBadSteps = false

  /// Creates the default settings.
  public init() {}

  /// The learning rate of each step.
  public var schedule: LearningRateSchedule {
    LearningRateSchedule(maximum: learningRate, minimum: minimumLearningRate, warmup: warmup, decay: decay)
  }

  /// The optimizer for a model's parameters, before its first update.
  public func makeOptimizer(_ parameters: [NamedParameter]) -> any Optimizer {
    let rows = parameters.filter { $0.parameter.role == .memory }
    let dense = makeDenseOptimizer(parameters.filter { $0.parameter.role != .memory })
    let all: any Optimizer =
      rows.isEmpty
      ? dense
      : CombinedOptimizer([("dense", dense, 1), ("memory", RowAdagrad(rows), memoryLearningRate / learningRate)])
    return average > 0 ? AveragingOptimizer(all, of: parameters, decay: average) : all
  }

  private func makeDenseOptimizer(_ parameters: [NamedParameter]) -> any Optimizer {
    func adamW(_ parameters: [NamedParameter]) -> AdamW {
      AdamW(parameters, .init(weightDecay: weightDecay, beta1: beta1, beta2: beta2, epsilon: epsilon))
    }
    switch optimizer {
    case .adamW: return adamW(parameters)
    case .sgd: return SGD(parameters, .init(momentum: momentum, weightDecay: weightDecay))
    case .muon:
      // Muon is for the matrices between the tokens: tables of tokens and vectors are AdamW's.
      func isMatrix(_ named: NamedParameter) -> Bool {
        named.parameter.role == .weights && named.parameter.shape.rank == 2
      }
      return CombinedOptimizer([
        (
          "muon", Muon(parameters.filter(isMatrix), .init(momentum: momentum, weightDecay: weightDecay)),
          muonLearningRate / learningRate
        ),
        ("adamw", adamW(parameters.filter { !isMatrix($0) }), 1),
      ])
    }
  }

  /// Checks that a run is possible with these options.
  ///
  /// - Throws: `Problem` of the given kind that names the option at fault.
  public func validate(_ kind: Problem.Kind) throws {
    func expect<Value: Comparable>(_ name: String, _ value: Value, _ range: some RangeExpression<Value>) throws {
      guard range.contains(value) else { throw Problem(kind, "\(name) cannot be \(value)") }
    }
    try expect("steps", steps, 1...1_000_000_000)
    try expect("learning rate", learningRate, .leastNormalMagnitude...Double.greatestFiniteMagnitude)
    try expect("minimum learning rate", minimumLearningRate, 0...Double.greatestFiniteMagnitude)
    guard minimumLearningRate <= learningRate else {
      throw Problem(
        kind, "the minimum learning rate \(minimumLearningRate) is above the learning rate \(learningRate)",
        suggestion: "The rate rises to the second and falls to the first: lower "
          + "\(Problem.setting("minimum-learning-rate")).")
    }
    try expect("warmup", warmup, 0...1_000_000_000)
    try expect("weight decay", weightDecay, 0...Double.greatestFiniteMagnitude)
    try expect("beta1", beta1, 0..<1)
    try expect("beta2", beta2, 0..<1)
    try expect("epsilon", epsilon, .leastNormalMagnitude...1)
    try expect("momentum", momentum, 0..<1)
    try expect("memory learning rate", memoryLearningRate, 0...Double.greatestFiniteMagnitude)
    try expect("Muon learning rate", muonLearningRate, 0...Double.greatestFiniteMagnitude)
    try expect("average", average, 0..<1)
    try expect("clip", clip, 0...Double.greatestFiniteMagnitude)
    try expect("accumulation", accumulation, 1...65_536)
    try expect("evaluation interval", evaluateEvery, 0...)
    try expect("log interval", logEvery, 1...)
    try expect("checkpoint interval", checkpointEvery ?? 1, 1...)
  }

  /// Stops the program if no run is possible with these options.
  func requirePossible(for user: String) {
    do { try validate(.usage) } catch { fatalError("\(user): \(error)") }
  }

  /// Whether a task that is done every `interval` steps and after the last step is due after this step. With an
  /// interval of 0, it is done only after the last step.
  public func isDue(_ step: Int, every interval: Int) -> Bool {
    step == steps || (interval > 0 && step % interval == 0)
  }
}

/// The optimizers that a run can use.
public enum OptimizerKind: String, Codable, CaseIterable, Sendable {
  /// ``AdamW``.
  case adamW = "adamw"
  /// ``SGD``, gradient descent with momentum.
  case sgd
  /// ``Muon`` for the matrices inside a model, ``AdamW`` for everything else.
  case muon
}

extension TrainingOptions {
  /// The names in files, which are also those of the options.
  private enum CodingKeys: String, CodingKey {
    case steps, learningRate, minimumLearningRate, warmup, decay, optimizer, weightDecay, beta1, beta2, epsilon
    case momentum, memoryLearningRate, muonLearningRate, average, clip
    case accumulation = "accumulate"
    case evaluateEvery, logEvery, checkpointEvery
    case skipsBadSteps = "skipBadSteps"
  }

  /// The names in files of earlier versions.
  private enum FormerKeys: String, CodingKey {
    case accumulation, skipsBadSteps
  }

  /// Reads encoded options. Options that older files do not contain keep their default values.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let former = try decoder.container(keyedBy: FormerKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try fields.decode(Value.self, forKey: key)
    }
    try read(.steps, into: &steps)
    try read(.learningRate, into: &learningRate)
    try read(.minimumLearningRate, into: &minimumLearningRate)
    try read(.warmup, into: &warmup)
    decay = try fields.decodeIfPresent(LearningRateSchedule.Decay.self, forKey: .decay) ?? decay
    optimizer = try fields.decodeIfPresent(OptimizerKind.self, forKey: .optimizer) ?? optimizer
    try read(.weightDecay, into: &weightDecay)
    try read(.beta1, into: &beta1)
    try read(.beta2, into: &beta2)
    try read(.epsilon, into: &epsilon)
    momentum = try fields.decodeIfPresent(Double.self, forKey: .momentum) ?? momentum
    memoryLearningRate =
      try fields.decodeIfPresent(Double.self, forKey: .memoryLearningRate) ?? memoryLearningRate
    muonLearningRate = try fields.decodeIfPresent(Double.self, forKey: .muonLearningRate) ?? muonLearningRate
    average = try fields.decodeIfPresent(Double.self, forKey: .average) ?? average
    try read(.clip, into: &clip)
    accumulation =
      try former.decodeIfPresent(Int.self, forKey: .accumulation) ?? fields.decode(Int.self, forKey: .accumulation)
    try read(.evaluateEvery, into: &evaluateEvery)
    try read(.logEvery, into: &logEvery)
    checkpointEvery = try fields.decodeIfPresent(Int.self, forKey: .checkpointEvery)
    skipsBadSteps =
      try former.decodeIfPresent(Bool.self, forKey: .skipsBadSteps) ?? fields.decode(Bool.self, forKey: .skipsBadSteps)
  }
}
