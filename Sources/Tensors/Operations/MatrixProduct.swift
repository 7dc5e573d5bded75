import Kernels

/// The matrix product: (..., m, k) x (..., k, n) -> (..., m, n).
///
/// z = x y; dx = dz y^T and dy = x^T dz. Both stacks must have the same leading sizes, or y may be one matrix for
/// all of x. 2 m n k FLOPs for each matrix.
///
///     matmul(Tensor([1, 2], [1, 2]), Tensor([2, 1], [3, 4])).elements  // [11]
public func matmul(_ x: Tensor, _ y: Tensor) -> Tensor {
  require(
    x.shape.rank >= 2 && y.shape.rank >= 2 && x.shape[-1] == y.shape[-2],
    "matmul: shapes \(x.shape) and \(y.shape) do not go together")
  let k = x.shape[-1], n = y.shape[-1]
  let leading = Shape(Array(x.shape.sizes.dropLast(2)))
  let z = Tensor(unfilled: Shape(x.shape.sizes.dropLast() + [n]))
  if y.shape.rank == 2 {
    // One matrix for all rows of x, whatever stack they stand in.
    let m = x.shape.sizes.dropLast().reduce(1, *)
    matrixProduct(z.data, x.data, y.data, m: m, n: n, k: k)
    return z.recorded("matmul", from: [x, y]) { dz, inputs in
      inputs.accumulate(into: 0) {
        matrixProduct($0, dz.data, y.data, m: m, n: k, k: n, transposeB: true, accumulate: $1)
      }
      inputs.accumulate(into: 1) {
        matrixProduct($0, x.data, dz.data, m: k, n: n, k: m, transposeA: true, accumulate: $1)
      }
    }
  }
  require(
    y.shape.sizes.dropLast(2) == leading.sizes[...], "matmul: shapes \(x.shape) and \(y.shape) do not go together")
  let m = x.shape[-2], count = leading.count
  batchedMatrixProduct(z.data, x.data, y.data, count: count, m: m, n: n, k: k)
  return z.recorded("matmul", from: [x, y]) { dz, inputs in
    inputs.accumulate(into: 0) {
      batchedMatrixProduct($0, dz.data, y.data, count: count, m: m, n: k, k: n, transposeB: true, accumulate: $1)
    }
    inputs.accumulate(into: 1) {
      batchedMatrixProduct($0, x.data, dz.data, count: count, m: k, n: n, k: m, transposeA: true, accumulate: $1)
    }
  }
}
