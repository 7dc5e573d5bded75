/// What the training of a published model took, as its authors say, beside what the formulas make of it.
///
///     let training = ModelFamily.llama2.models[0].training!
///     training.energy           // 81,100,800 watt-hours: 1.1 x 400 W x 184,320 h
///     training.energy * 385e-9  // 31.22 tonnes of CO2 at 385 grams per kilowatt-hour, as published
public struct KnownTraining: Sendable {
  /// A processor that models are trained on.
  public struct Processor: Sendable {
    /// Its name: "H100".
    public let name: String
    /// Its highest speed by its data sheet, in FLOP/s, with two-byte numbers and without sparsity.
    public let peak: Double

    static let a100 = Processor(name: "A100", peak: 312e12), h100 = Processor(name: "H100", peak: 989e12)
  }

  /// The tokens that the model was trained on.
  public let tokens: Double
  /// The kind of processor.
  public let processor: Processor
  /// The hours of all processors together.
  public let processorHours: Double
  /// The power of a processor, in watts.
  public let watts: Double
  /// The published emissions, in tonnes of CO2 equivalent, by the mix of the local grid.
  public let tonnes: Double
  /// Where this was published.
  public let source: String
  /// The length of the windows that it was trained on; nil if it is the context of the model.
  public var trainingContext: Int?

  init(
    tokens: Double, processor: Processor, processorHours: Double, watts: Double, tonnes: Double, source: String
  ) {
    (self.tokens, self.processor, self.processorHours) = (tokens, processor, processorHours)
    (self.watts, self.tonnes, self.source) = (watts, tonnes, source)
  }

  /// How much more energy a data center takes than its processors. The authors of Llama assume this figure (Touvron et
  /// al. 2023, section 6).
  public static let overhead = 1.1

  /// The energy of the training in watt-hours: hours x power x ``overhead``.
  public var energy: Double { processorHours * watts * Self.overhead }

  /// The mean speed of a processor that did `operations` floating-point operations in the published hours, in FLOP/s.
  public func speed(operations: Double) -> Double { operations / (processorHours * 3600) }
}

extension KnownModel {
  /// The floating-point operations of the model's training, counted product by product; nil if the number of tokens is
  /// not published. See ``GPTConfiguration/floatingPointOperations(tokens:)``.
  public var trainingOperations: Double? {
    guard let training else { return nil }
    var shape = configuration
    shape.contextLength = training.trainingContext ?? shape.contextLength
    return shape.floatingPointOperations(tokens: 1) * training.tokens
  }
}
