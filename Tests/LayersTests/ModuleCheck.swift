import Layers
import Tensors
import TestSupport
import Testing

/// Checks the gradients of an input and of every parameter of a module.
func checkGradient(
  of module: some Module, input: Tensor? = nil, step: Float = 0x1p-6, tolerance: Double = 1e-4,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: () -> Tensor
) {
  fill(module)
  let named = module.namedParameters.map { (name: $0.name, tensor: $0.parameter as Tensor) }
  let inputs = (input.map { [(name: "input", tensor: $0)] } ?? []) + named
  TestSupport.checkGradient(
    of: inputs, step: step, tolerance: tolerance, sourceLocation: sourceLocation, function)
}
