import Kernels

/// The larger of two numbers, element by element; the shapes are matched as in x + y.
///
/// The gradient goes to the larger number; if both are equal, each gets half of it, as in PyTorch. If either one is
/// NaN, the result is NaN.
///
///     maximum([1, 5], [4, 2])  // [4.0, 5.0]  shape (2,)
public func maximum(_ x: Tensor, _ y: Tensor) -> Tensor {
  extreme(.maximum, x, y) { x, y in (x .> y) + (x .>= y) }
}

/// The smaller of two numbers, element by element; the shapes are matched as in x + y.
///
/// The gradient goes to the smaller number; if both are equal, each gets half of it, as in PyTorch. If either one is
/// NaN, the result is NaN.
///
///     minimum([1, 5], [4, 2])  // [1.0, 2.0]  shape (2,)
public func minimum(_ x: Tensor, _ y: Tensor) -> Tensor {
  extreme(.minimum, x, y) { x, y in (x .< y) + (x .<= y) }
}

/// - Parameter halves: the number of halves of the gradient that x gets: 2 if only x is the result, 1 if both are,
///   0 otherwise.
private func extreme(
  _ operation: Arithmetic, _ x: Tensor, _ y: Tensor, halves: @escaping (Tensor, Tensor) -> Tensor
) -> Tensor {
  Tensor.combine(operation, x, y).recorded(operation.rawValue, from: [x, y]) { dz, inputs in
    inputs.add((dz * (halves(x, y) * 0.5)).summed(to: x.shape), to: 0)
    inputs.add((dz * (halves(y, x) * 0.5)).summed(to: y.shape), to: 1)
  }
}

extension Tensor {
  /// Each element, limited to the range: an element outside it becomes the nearer end.
  ///
  /// The gradient passes if the element is inside the range, but not at its ends, like that of relu at 0.
  ///
  ///     Tensor([-3, 0.5, 7]).clamped(to: -1...1)          // [-1.0, 0.5, 1.0]  shape (3,)
  ///     Tensor([-3, 0.5, 7]).clamped(to: 0...(.infinity))  // [0.0, 0.5, 7.0]  shape (3,)
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    let lowest = Tensor(range.lowerBound), highest = Tensor(range.upperBound)
    let y = Tensor.combine(.minimum, Tensor.combine(.maximum, self, lowest), highest)
    return y.recorded("clamped", from: [self]) { [self] dy, inputs in
      inputs.add(dy * ((self .> lowest) * (self .< highest)), to: 0)
    }
  }
}
