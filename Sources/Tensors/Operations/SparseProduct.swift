import Kernels

/// y = x W for a sparse x: (N, V) and (V, C) -> (N, C).
///
/// This is how a bag of words goes through a linear layer: only the rows of W for words that occur are read.
/// dW = x^T dy; x is data, which requires no gradient.
///
///     let x = SparseRows(columnCount: 3, starts: [0, 1, 3], columns: [1, 0, 2], values: [2, 1, 3])
///     sparseProduct(x, Tensor([3, 1], [10, 20, 30])).elements  // [40, 100]
public func sparseProduct(_ x: SparseRows, _ weight: Tensor) -> Tensor {
  require(
    weight.shape.rank == 2 && weight.shape[0] == x.columnCount,
    "sparseProduct: shapes (\(x.rowCount), \(x.columnCount)) and \(weight.shape) are incompatible")
  let width = weight.shape[1]
  let y = Tensor(unfilled: [x.rowCount, width])
  Kernels.sparseProduct(
    y.data, starts: x.starts, columns: x.columns, values: x.values, weight.data, rows: x.rowCount, width: width)
  return y.recorded("sparseProduct", from: [weight]) { dy, inputs in
    inputs.accumulate(into: 0) { dweight, accumulate in
      let x = x.transposed
      Kernels.sparseProduct(
        dweight, starts: x.starts, columns: x.columns, values: x.values, dy.data, rows: x.rowCount, width: width,
        accumulate: accumulate)
    }
  }
}
