import Kindling

// Lab 01: tensors and gradients by hand. Replace each `throw NotYetWritten()`, then: swift run exercises 1

/// The value of `c = (a + b) * b` and its slopes with respect to `a` and `b`, worked out by hand with plain numbers,
/// without tensors.
func valueAndSlopes(a: Float, b: Float) throws -> (value: Float, slopeOfA: Float, slopeOfB: Float) {
  throw NotYetWritten()
}

/// The slope of `f` at `x`, measured with a small step to both sides.
func measuredSlope(of f: (Double) -> Double, at x: Double) throws -> Double {
  throw NotYetWritten()
}

/// The gradient of the square of `(weight * input).sum() - target` with respect to the weight. `weight`, `input` and
/// the result have the same shape.
func gradientOfError(weight: [Float], input: [Float], target: Float) throws -> Tensor {
  throw NotYetWritten()
}

/// The points that gradient descent visits on `(x - 3) * (x - 3)`: `start`, then one for each step. A step moves x
/// downhill by `rate` times the slope. Take the slope from `backward()`.
func descent(from start: Float, rate: Float, steps: Int) throws -> [Float] {
  throw NotYetWritten()
}

/// x / (1 + |x|) of each element, as one operation: `recorded("softsign", from: [x])` defines how the gradient of the
/// result becomes the gradient of x.
func softsign(_ x: Tensor) throws -> Tensor {
  throw NotYetWritten()
}
