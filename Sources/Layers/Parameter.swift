import Numerics
import Tensors

/// How a parameter starts.
public enum Initialisation: Equatable, Sendable {
  case zeros
  case ones
  /// Independent numbers from the normal distribution with mean 0.
  case normal(deviation: Float)
  /// Independent numbers that are equally likely anywhere between the bound and its negative.
  case uniform(bound: Float)
}

/// A tensor that a model learns: it wants a gradient, and knows how it starts.
///
/// It takes no memory until it is first touched, so a model of any size can be built and counted.
public final class Parameter: Tensor {
  /// How it starts.
  public let initialisation: Initialisation

  /// A parameter whose numbers are set by `initialise(using:)` or by loading a file.
  public init(_ shape: Shape, _ initialisation: Initialisation) {
    self.initialisation = initialisation
    super.init(unfilled: shape)
    requiresGradient = true
  }

  /// Whether training changes this parameter. A frozen one takes part in forward passes as before, but gets no gradient,
  /// which costs neither memory nor time: layers below the last trainable one record nothing.
  public var isTrainable: Bool {
    get { requiresGradient }
    set { requiresGradient = newValue }
  }

  /// Traps: a parameter is made from a shape and a start, not from a list of numbers as other tensors are.
  public required convenience init(arrayLiteral elements: TensorLiteral...) {
    fatalError("Parameter: made from a shape and a start, not from a list of numbers")
  }

  /// Sets the parameter to its start.
  public func initialise(using generator: inout RandomGenerator) {
    switch initialisation {
    case .zeros: data.update(repeating: 0, count: count)
    case .ones: data.update(repeating: 1, count: count)
    case .normal(let deviation):
      for i in 0..<count { data[i] = generator.normal() * deviation }
    case .uniform(let bound):
      for i in 0..<count { data[i] = (2 * generator.uniform() - 1) * bound }
    }
  }

  /// Moves against its gradient, times a rate, and forgets the gradient: a step of plain gradient descent.
  public func descend(rate: Float) {
    guard let gradient else { return }
    let slope = gradient.data
    for i in 0..<count { data[i] -= rate * slope[i] }
    self.gradient = nil
  }
}
