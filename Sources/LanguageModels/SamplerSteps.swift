/// What the steps of a ``Sampler`` do, one by one.
extension Sampler {
  /// A step of a draw.
  public enum Step: String, CaseIterable, Sendable {
    /// The softmax of the model's logits, before all steps.
    case model
    /// The repetition penalty.
    case repetitionPenalty = "repetition penalty"
    /// The temperature.
    case temperature
    /// Top-k.
    case topK = "top-k"
    /// Top-p.
    case topP = "top-p"
    /// Min-p.
    case minP = "min-p"
  }

  /// What is left after a step.
  public struct StepResult: Sendable {
    /// The step.
    public let step: Step
    /// The step's setting; nil for the model's own distribution.
    public let setting: Float?
    /// The tokens that a draw would choose from now, as ``Sampler/choices(_:after:)`` returns them.
    public let choices: [Choice]

    /// Creates the result of a step.
    public init(step: Step, setting: Float?, choices: [Choice]) {
      (self.step, self.setting, self.choices) = (step, setting, choices)
    }

    /// Returns the probability of a token; nil if it is not left.
    public func probability(of token: Int32) -> Float? { choices.first { $0.token == token }?.probability }

    /// The step with its setting, such as "temperature 0.5".
    public var title: String {
      guard let setting else { return step.rawValue }
      // A whole number, as top-k's always is, needs no decimals.
      return "\(step.rawValue) \(Int(exactly: setting).map(String.init) ?? "\(setting)")"
    }
  }

  /// The steps that change something, in their order, each with a sampler that ends there.
  private var steps: [(step: Step, setting: Float?, sampler: Sampler)] {
    var partial = Sampler()
    var steps: [(step: Step, setting: Float?, sampler: Sampler)] = [(.model, nil, partial)]
    for step in Step.allCases {
      let setting: Float?
      switch step {
      case .model: continue
      case .repetitionPenalty:
        setting = repetitionPenalty == 1 ? nil : repetitionPenalty
        partial.repetitionPenalty = repetitionPenalty
      case .temperature:
        setting = temperature == 1 ? nil : temperature
        partial.temperature = temperature
      case .topK:
        setting = topK.map { Float($0) }
        partial.topK = topK
      case .topP:
        setting = topP
        partial.topP = topP
      case .minP:
        setting = minP
        partial.minP = minP
      }
      if let setting { steps.append((step, setting, partial)) }
    }
    return steps
  }

  /// Returns what the model offers, and what is left after each step that is on.
  ///
  ///     for result in try Sampler(temperature: 0.5, topK: 3).steps(logits) { print(result.step, result.choices) }
  ///
  /// - Parameter text: the tokens so far, to which a repetition penalty applies.
  /// - Throws: the same errors as ``choices(_:after:)``.
  public func steps(_ logits: [Float], after text: [Int32] = []) throws -> [StepResult] {
    try steps.map { StepResult(step: $0, setting: $1, choices: try $2.choices(logits, after: text)) }
  }
}
