import Files
import Numerics
import Tensors

/// How a parameter is initialized.
public enum Initialization: Equatable, Sendable {
  case zeros
  case ones
  /// Independent samples from the normal distribution with mean 0.
  case normal(standardDeviation: Float)
  /// Independent samples from the uniform distribution between the negative bound and the bound.
  case uniform(bound: Float)
  /// These numbers, as many as the parameter has.
  case values([Float])
}

/// A tensor that a model learns: it requires a gradient and knows how it is initialized.
///
/// It takes no memory until it is first touched, so a model of any size can be built and its parameters counted.
public final class Parameter: Tensor {
  /// How the parameter is initialized.
  public let initialization: Initialization
  /// What the parameter is for.
  public let role: Role

  /// What a parameter is for, which decides how optimizers treat it.
  public enum Role: Sendable {
    /// It takes part in products and sums: the weights and biases inside a model.
    case weights
    /// It stands for tokens: a table of embeddings, or an output layer.
    case tokens
    /// It is a large table of which a step reads only a few rows, so its gradient consists of rows and not of a whole
    /// tensor; see ``addingRows(to:of:ids:columns:scale:)``.
    case memory
  }

  /// Creates a parameter whose numbers are set later, by `initialize(using:)` or by loading a file.
  public init(_ shape: Shape, _ initialization: Initialization, role: Role = .weights) {
    self.initialization = initialization
    self.role = role
    super.init(unfilled: shape)
    requiresGradient = true
  }

  /// Whether training changes this parameter. A frozen parameter takes part in forward passes as before, but gets no
  /// gradient, which saves memory and time: layers before the first trainable one record nothing.
  public var isTrainable: Bool {
    get { requiresGradient }
    set { requiresGradient = newValue }
  }

  /// Traps: a parameter is created from a shape and an initialization, not from a list of numbers like other tensors.
  public required convenience init(arrayLiteral elements: TensorLiteral...) {
    fatalError("Parameter: create it from a shape and an initialization, not from a list of numbers")
  }

  /// Sets the parameter to its initial values.
  public func initialize(using generator: inout RandomGenerator) {
    switch initialization {
    case .zeros: data.update(repeating: 0, count: count)
    case .ones: data.update(repeating: 1, count: count)
    case .normal(let standardDeviation):
      for i in 0..<count { data[i] = generator.normal() * standardDeviation }
    case .uniform(let bound):
      for i in 0..<count { data[i] = (2 * generator.uniform() - 1) * bound }
    case .values(let values):
      require(values.count == count, "Parameter: \(values.count) initial values for shape \(shape)")
      for i in 0..<count { data[i] = values[i] }
    }
  }

  /// Takes a step of plain gradient descent: subtracts the gradient times a rate, then removes the gradient.
  public func descend(rate: Float) {
    guard let gradient else { return }
    let slope = gradient.data
    for i in 0..<count { data[i] -= rate * slope[i] }
    self.gradient = nil
  }
}
