import Numerics
import Tensors
import Testing

/// Compares the gradients that `backward` leaves in tensors with finite differences, element by element.
///
/// The loss is the sum, in double precision, of the result's elements times random numbers (the cotangent). A plain sum
/// would be blind to operations like softmax, whose results add up to a constant. The derivative is approximated by the
/// fourth-order central difference,
///
///     (8 (f(x + h) - f(x - h)) - (f(x + 2 h) - f(x - 2 h))) / 12 h
///
/// whose own error is h^4 / 30 times the fifth derivative. With h = 2^-5 that factor is 3e-8, so h can be this large,
/// and the rounding error of 32-bit results, divided by h, stays near 4e-6 for results of size one. Functions with
/// stronger curvature, such as whole models, need a smaller step and a tolerance for more rounding error.
///
/// The inputs are first rounded in place to multiples of 2^-10, so adding the step is exact.
///
/// - Parameters:
///   - inputs: the leaves to check, with names for messages.
///   - step: h, a power of two that is at least 2^-10.
///   - tolerance: the largest accepted error of a gradient, relative to the largest gradient of the same input.
///   - function: computes the result from the inputs; it must return the same result on every call.
/// - Returns: the largest relative error, for measuring tolerances.
@discardableResult
public func checkGradient(
  of inputs: [(name: String, tensor: Tensor)], step: Float = 0x1p-5, tolerance: Double = 5e-5,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: () -> Tensor
) -> Double {
  for (_, input) in inputs {
    for i in 0..<input.count { input.data[i] = (input.data[i] * 0x1p10).rounded() * 0x1p-10 }
    input.gradient = nil
  }
  let result = function()
  var generator = RandomGenerator(seed: 2026)
  let cotangent = Tensor.normal(result.shape, using: &generator)
  result.backward(cotangent)
  func loss() -> Double { withoutGradients { weightedSum(function(), cotangent) } }

  var worst = 0.0
  for (name, input) in inputs {
    guard let gradient = input.gradient, gradient.shape == input.shape else {
      complain("\(name) has no gradient of its shape", sourceLocation: sourceLocation)
      continue
    }
    let expected = (0..<input.count).map { difference(of: loss, at: input.data + $0, step: step) }
    let largest = expected.map(abs).max() ?? 0
    if !(largest > 1e-3) { complain("the result does not depend on \(name)", sourceLocation: sourceLocation) }
    let errors = zip(gradient.elements, expected).map { abs(Double($0) - $1) / largest }
    // NaN counts as wrong.
    let (place, error) =
      errors.enumerated().max { ($0.element.isNaN ? .infinity : $0.element) < $1.element } ?? (0, 0)
    if !(error <= tolerance) {
      complain(
        "\(name), element \(place): \(gradient.elements[place]), not \(expected[place])",
        sourceLocation: sourceLocation)
    }
    worst = max(worst, error)
  }
  return worst
}

private func difference(of loss: () -> Double, at x: UnsafeMutablePointer<Float>, step: Float) -> Double {
  let original = x.pointee
  defer { x.pointee = original }
  func moved(_ steps: Float) -> Double {
    x.pointee = original + steps * step
    return loss()
  }
  return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * Double(step))
}

private func weightedSum(_ x: Tensor, _ weights: Tensor) -> Double {
  let (x, weights, count) = (x.data, weights.data, x.count)
  var sum = 0.0
  for i in 0..<count { sum += Double(x[i]) * Double(weights[i]) }
  return sum
}
