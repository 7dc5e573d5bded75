import Files
import Layers
import Tensors

/// A rule for how gradients change the parameters of a model.
///
/// It is a module, so its state, such as AdamW's moments, is saved and loaded like a model's parameters. To write your
/// own rule, you need a list of its state and one function; ``SGD`` is a short example.
///
///     let optimizer = AdamW(model.namedParameters)
///     let gradients = gradients(of: model.parameters) { model.loss(...) }
///     optimizer.update(gradients, learningRate: 1e-3, gradientScale: min(1, 1 / gradients.norm))
public protocol Optimizer: Module {
  /// The number of updates so far; code that loads a state sets it too.
  var updateCount: Int { get set }

  /// Moves each parameter that has a gradient by one step.
  ///
  /// - Parameter gradientScale: the factor that gradients are multiplied by first, to clip them.
  func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double)
}

extension Optimizer {
  /// Moves each parameter that has a gradient by one step.
  public func update(_ gradients: Gradients, learningRate: Double) {
    update(gradients, learningRate: learningRate, gradientScale: 1)
  }
}

/// Stops the program if a setting of an optimizer is outside its range; NaN is outside every range.
func requireSetting(_ optimizer: String, _ name: String, _ value: Double, in range: some RangeExpression<Double>) {
  require(range.contains(value), "\(optimizer): \(name) cannot be \(value)")
}

/// Stops the program if a parameter is in the list twice: it would be updated twice.
func requireDistinct(_ optimizer: String, _ parameters: [NamedParameter]) {
  var seen: Set<ObjectIdentifier> = []
  for named in parameters {
    require(
      seen.insert(ObjectIdentifier(named.parameter)).inserted,
      "\(optimizer): the parameter \(named.name) is listed twice")
  }
}

/// The finite numbers from 0 up.
let nonNegative = 0...Double.greatestFiniteMagnitude

/// Whether weight decay applies to a parameter. Matrices shrink; biases and the scales of norms, which have one axis,
/// do not.
func decays(_ parameter: Parameter) -> Bool { parameter.shape.rank >= 2 }

/// The optimizer state for a parameter before the first update: zeros in the parameter's shape.
func zeroState(of parameter: Parameter) -> Parameter { zeroState(shape: parameter.shape) }

/// Optimizer state of a shape before the first update: zeros.
func zeroState(shape: Shape) -> Parameter {
  let state = Parameter(shape, .zeros)
  state.isTrainable = false
  state.data.update(repeating: 0, count: state.count)
  return state
}
