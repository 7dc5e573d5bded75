// Lab 01: tensors and gradients by hand. Replace each `throw NotYetWritten()`, then: swift run exercises 1

import Kindling

/// The value of `c = (a + b) * b` and its slopes with respect to `a` and to `b`, worked out by hand with plain numbers:
/// no tensors.
func valueAndSlopes(a: Float, b: Float) throws -> (value: Float, slopeOfA: Float, slopeOfB: Float) {
  throw NotYetWritten()
}

/// The slope of `f` at `x`, measured by a small step to both sides.
func measuredSlope(of f: (Double) -> Double, at x: Double) throws -> Double {
  throw NotYetWritten()
}

/// The gradient of `(weight * input).sum() - target`, squared, with respect to the weight; `weight` and `input` have
/// one shape, and so has the result.
func gradientOfError(weight: [Float], input: [Float], target: Float) throws -> Tensor {
  throw NotYetWritten()
}

/// The places that gradient descent passes on `(x - 3) * (x - 3)`: `start` and one for each step, at each of which x
/// moves by `rate` times the slope, downhill. The slope is to come from `backward()`.
func descent(from start: Float, rate: Float, steps: Int) throws -> [Float] {
  throw NotYetWritten()
}

/// x / (1 + |x|) of each element, as one operation that notes by `recorded("softsign", from: [x])` how its gradient
/// becomes that of x.
func softsign(_ x: Tensor) throws -> Tensor {
  throw NotYetWritten()
}
