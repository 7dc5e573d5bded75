import Kernels

// Comparisons return 1 where they hold and 0 elsewhere. Their slope is 0 except at the steps, so they pass no gradient.

extension Tensor {
  /// 1 where x < y, else 0, element by element; the shapes are matched as in x + y.
  public static func .< (x: Tensor, y: Tensor) -> Tensor { combine(.less, x, y) }
  /// 1 where x <= y, else 0.
  public static func .<= (x: Tensor, y: Tensor) -> Tensor { combine(.lessOrEqual, x, y) }
  /// 1 where x > y, else 0.
  public static func .> (x: Tensor, y: Tensor) -> Tensor { combine(.greater, x, y) }
  /// 1 where x >= y, else 0.
  public static func .>= (x: Tensor, y: Tensor) -> Tensor { combine(.greaterOrEqual, x, y) }
  /// 1 where x == y, else 0.
  public static func .== (x: Tensor, y: Tensor) -> Tensor { combine(.equal, x, y) }
  /// 1 where x != y, else 0.
  public static func .!= (x: Tensor, y: Tensor) -> Tensor { combine(.unequal, x, y) }

  /// 1 where x is below a number, else 0.
  public static func .< (x: Tensor, number: Float) -> Tensor { x .< Tensor(number) }
  /// 1 where x is at most a number, else 0.
  public static func .<= (x: Tensor, number: Float) -> Tensor { x .<= Tensor(number) }
  /// 1 where x is above a number, else 0.
  public static func .> (x: Tensor, number: Float) -> Tensor { x .> Tensor(number) }
  /// 1 where x is at least a number, else 0.
  public static func .>= (x: Tensor, number: Float) -> Tensor { x .>= Tensor(number) }
  /// 1 where x equals a number, else 0.
  public static func .== (x: Tensor, number: Float) -> Tensor { x .== Tensor(number) }
  /// 1 where x differs from a number, else 0.
  public static func .!= (x: Tensor, number: Float) -> Tensor { x .!= Tensor(number) }
}

/// x where the condition is not 0, y elsewhere, like PyTorch's and NumPy's `where`; all three are repeated as needed.
///
/// Each element's gradient goes to the operand that was chosen; the condition gets none.
///
///     let x: Tensor = [-2, 3, -5]
///     select(x .> 0, x, 0.1 * x)  // [-0.2, 3.0, -0.5]  shape (3,): a leaky ReLU
public func select(_ condition: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
  let shape = x.shape.broadcast(with: y.shape, for: "select").broadcast(with: condition.shape, for: "select")
  let condition = condition.detached()
  let z = chosen(condition, x.detached(), y.detached(), shape)
  return z.recorded("select", from: [x, y]) { [x = x.shape, y = y.shape] dz, inputs in
    inputs.add(chosen(condition, dz, Tensor(0), shape).summed(to: x), to: 0)
    inputs.add(chosen(condition, Tensor(0), dz, shape).summed(to: y), to: 1)
  }
}

/// x where the condition is not 0, else y; all three are repeated to a shape.
private func chosen(_ condition: Tensor, _ x: Tensor, _ y: Tensor, _ shape: Shape) -> Tensor {
  let condition = condition.repeated(to: shape), x = x.repeated(to: shape), y = y.repeated(to: shape)
  let z = Tensor(unfilled: shape)
  Kernels.select(z.data, where: condition.data, x.data, else: y.data, count: z.count)
  return z
}
