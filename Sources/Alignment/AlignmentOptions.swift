import Files

/// The methods that improve a policy with rewards for answers that it samples.
public enum AlignmentMethod: String, Codable, CaseIterable, Sendable {
  /// REINFORCE with the other answers to the prompt as the baseline; see ``reinforceLoss(logProbabilities:advantages:)``.
  case reinforce
  /// Proximal policy optimization with a value head; see ``ppoLoss(logProbabilities:old:advantages:mask:clip:)``.
  case ppo
  /// Group relative policy optimization; see
  /// ``grpoLoss(logProbabilities:old:reference:advantages:mask:clip:beta:)``.
  case grpo
  /// Learning from what rejection sampling accepts; see ``rejectionSample(rewards:groupSize:beta:using:)``.
  case rejection
}

/// The settings of a policy's training with rewards.
public struct AlignmentOptions: Codable, Equatable, Sendable {
  /// The method.
  public var method = AlignmentMethod.ppo
  /// The number of answers to each prompt of a round.
  public var answersPerPrompt = 8
  /// beta: what a nat of divergence from the reference costs. For rejection sampling, the temperature of rewards.
  public var beta = 0.05
  /// How often a round's answers are used.
  public var epochs = 2
  /// The number of answers in an update.
  public var answersPerUpdate = 32
  /// epsilon of PPO and GRPO: how far a token's probability may move in a round, relative to what it was.
  public var clip: Float = 0.2
  /// lambda of PPO's advantages.
  public var lambda = 0.95
  /// The weight of PPO's value loss.
  public var valueWeight: Float = 0.5

  /// Creates the default settings of a method.
  public init(method: AlignmentMethod = .ppo) {
    self.method = method
    // Their gradients are right only for answers of the policy itself, or need no others.
    if method == .reinforce || method == .rejection { epochs = 1 }
  }

  /// Checks that training is possible with these settings.
  ///
  /// - Throws: `Problem` of the given kind that names the setting.
  public func validate(_ kind: Problem.Kind = .usage) throws {
    func expect<Value: Comparable>(_ name: String, _ value: Value, _ range: some RangeExpression<Value>) throws {
      guard range.contains(value) else { throw Problem(kind, "\(name) cannot be \(value)") }
    }
    try expect("answers per prompt", answersPerPrompt, (method == .ppo ? 1 : 2)...4096)
    try expect("beta", beta, (method == .rejection ? .leastNormalMagnitude : 0)...1e6)
    try expect("epochs", epochs, 1...1000)
    try expect("answers per update", answersPerUpdate, 1...65_536)
    try expect("clip", clip, Float.leastNormalMagnitude..<1)
    try expect("lambda", lambda, 0...1)
    try expect("value weight", valueWeight, 0...1e6)
    guard method != .reinforce || epochs == 1 else {
      throw Problem(kind, "REINFORCE uses each answer once, so epochs cannot be \(epochs)")
    }
  }

  /// Returns the number of updates in a round of so many prompts. In rejection sampling, which accepts a part of the
  /// answers, an update may have few of them.
  public func updates(ofPrompts count: Int) -> Int {
    epochs * ((count * answersPerPrompt + answersPerUpdate - 1) / answersPerUpdate)
  }
}
