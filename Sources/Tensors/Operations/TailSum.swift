import Kernels

/// x plus y in the last columns of each row: (..., N) and (..., M) -> (..., N), with M at most N.
///
///     adding(Tensor([1, 1], [10]), toLastOf: Tensor([1, 3], [1, 2, 3])).elements  // [1, 2, 13]
public func adding(_ y: Tensor, toLastOf x: Tensor) -> Tensor {
  let (rows, columns) = x.rowsAndColumns("adding(toLastOf:)"), (tailRows, tail) = y.rowsAndColumns("adding(toLastOf:)")
  require(
    rows == tailRows && tail <= columns,
    "adding(toLastOf:): the rows of shape \(y.shape) do not fit those of shape \(x.shape)")
  let sum = Tensor(unfilled: x.shape)
  sum.data.update(from: x.data, count: x.count)
  addColumns(sum.data + (columns - tail), stride: columns, y.data, stride: tail, rows: rows, columns: tail)
  return sum.recorded("adding(toLastOf:)", from: [y, x]) { dsum, inputs in
    inputs.accumulate(into: 0) { dy, isAddedTo in
      if !isAddedTo { dy.update(repeating: 0, count: rows * tail) }
      addColumns(dy, stride: tail, dsum.data + (columns - tail), stride: columns, rows: rows, columns: tail)
    }
    inputs.add(dsum, to: 1)
  }
}
