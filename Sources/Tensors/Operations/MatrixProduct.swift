import Kernels

/// The matrix product: (..., m, k) x (..., k, n) -> (..., m, n).
///
/// z = x y; dx = dz y^T and dy = x^T dz. The leading axes are those of stacks of matrices, and are matched as in a sum:
/// from the last one on, an axis that is missing or has size 1 is repeated, and the gradient of a repeated operand is
/// the sum over the repetitions. It takes 2 m n k FLOPs per matrix.
///
///     matmul(Tensor([[1, 2]]), Tensor([[3], [4]]))  // [[11.0]]  shape (1, 1)
///     matmul(.ones([5, 1, 2, 3]), .ones([7, 3, 4])).shape  // (5, 7, 2, 4)
public func matmul(_ x: Tensor, _ y: Tensor) -> Tensor {
  require(
    x.shape.rank >= 2 && y.shape.rank >= 2 && x.shape[-1] == y.shape[-2],
    "matmul: shapes \(x.shape) and \(y.shape) are incompatible")
  let k = x.shape[-1], n = y.shape[-1]
  if y.shape.rank == 2 {
    // One matrix for all rows of x, regardless of the leading axes.
    let m = x.shape.sizes.dropLast().reduce(1, *)
    let z = Tensor(unfilled: Shape(x.shape.sizes.dropLast() + [n]))
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
  let leading = Shape(x.shape.sizes.dropLast(2))
  guard leading.sizes[...] == y.shape.sizes.dropLast(2) else { return matmulOfUnequalStacks(x, y) }
  let m = x.shape[-2], count = leading.count
  let z = Tensor(unfilled: Shape(leading.sizes + [m, n]))
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

/// The product of stacks with repeated leading axes; no operand is copied.
private func matmulOfUnequalStacks(_ x: Tensor, _ y: Tensor) -> Tensor {
  let m = x.shape[-2], k = x.shape[-1], n = y.shape[-1]
  let (xStack, yStack) = (Shape(x.shape.sizes.dropLast(2)), Shape(y.shape.sizes.dropLast(2)))
  guard let leading = xStack.broadcast(with: yStack) else {
    fatalError("matmul: shapes \(x.shape) and \(y.shape) are incompatible")
  }
  let pairs = Array(zip(xStack.positions(repeatedTo: leading), yStack.positions(repeatedTo: leading)))
  let z = Tensor(unfilled: Shape(leading.sizes + [m, n]))
  batchedMatrixProduct(z.data, x.data, y.data, pairs: pairs.map { (a: $0, b: $1) }, m: m, n: n, k: k)
  return z.recorded("matmul", from: [x, y]) { dz, inputs in
    // One gradient per product, then the sum over the products that shared a matrix.
    func gradient(_ m: Int, _ n: Int, of input: Tensor, _ product: (Tensor) -> Void) -> Tensor {
      let each = Tensor(unfilled: Shape(leading.sizes + [m, n]))
      product(each)
      return each.summed(to: input.shape)
    }
    let places = pairs.indices
    inputs.add(
      gradient(m, k, of: x) {
        let pairs = zip(places, pairs).map { (a: $0, b: $1.1) }
        batchedMatrixProduct($0.data, dz.data, y.data, pairs: pairs, m: m, n: k, k: n, transposeB: true)
      }, to: 0)
    inputs.add(
      gradient(k, n, of: y) {
        let pairs = zip(places, pairs).map { (a: $1.0, b: $0) }
        batchedMatrixProduct($0.data, x.data, dz.data, pairs: pairs, m: k, n: n, k: m, transposeA: true)
      }, to: 1)
  }
}

extension Shape {
  /// For each element of a larger shape, the position of its element in this shape, repeated to fill it.
  fileprivate func positions(repeatedTo larger: Shape) -> [Int] {
    let strides = strides(repeatedTo: larger)
    return (0..<larger.count).map { index in
      var (rest, position) = (index, 0)
      for axis in larger.sizes.indices.reversed() {
        position += rest % larger.sizes[axis] * strides[axis]
        rest /= larger.sizes[axis]
      }
      return position
    }
  }
}
