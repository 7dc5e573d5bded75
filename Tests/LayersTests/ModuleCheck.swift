import Layers
import Tensors
import TestSupport
import Testing

/// Checks the gradients of the inputs and of every parameter of a module.
func checkGradient(
  of module: some Module, inputs: KeyValuePairs<String, Tensor> = [:], step: Float = 0x1p-6, tolerance: Double = 1e-4,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: () -> Tensor
) {
  fill(module)
  let inputs = inputs.map { (name: $0.key, tensor: $0.value) }
  let parameters = module.namedParameters.map { (name: $0.name, tensor: $0.parameter as Tensor) }
  TestSupport.checkGradient(
    of: inputs + parameters, step: step, tolerance: tolerance, sourceLocation: sourceLocation, function)
}
