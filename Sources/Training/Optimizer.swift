import Layers
import Tensors

/// A rule by which gradients change the parameters of a model.
///
/// It is a module so that its state, such as AdamW's moments, is saved and loaded as a model's parameters are. A rule of
/// one's own needs a list of its state and one function; ``SGD`` is a short example.
///
///     let optimizer = AdamW(model.namedParameters)
///     let gradients = gradients(of: model.parameters) { model.loss(...) }
///     optimizer.update(gradients, learningRate: 1e-3, gradientScale: min(1, 1 / gradients.norm))
public protocol Optimizer: Module {
  /// How many updates there have been; whoever loads a state sets it too.
  var updateCount: Int { get set }

  /// Moves each parameter that has a gradient by one step.
  ///
  /// - Parameter gradientScale: what gradients are multiplied by first, to clip them.
  func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double)
}

extension Optimizer {
  /// Moves each parameter that has a gradient by one step.
  public func update(_ gradients: Gradients, learningRate: Double) {
    update(gradients, learningRate: learningRate, gradientScale: 1)
  }
}

/// Whether weight decay applies to a parameter: matrices shrink, and biases and the scales of norms, which have one axis,
/// do not.
func decays(_ parameter: Parameter) -> Bool { parameter.shape.rank >= 2 }

/// An optimizer's state for a parameter, before the first update: zeros in the parameter's shape.
func zeroState(of parameter: Parameter) -> Parameter {
  let state = Parameter(parameter.shape, .zeros)
  state.isTrainable = false
  state.data.update(repeating: 0, count: state.count)
  return state
}
