import Kernels

/// The rows of a table, one per id: (V, C) and ids for `shape` -> (shape..., C).
///
/// The gradient of a row is the sum over all places where the row was used.
///
///     embedding(Tensor([2, 1], [10, 20]), ids: [1, 1, 0], shape: [3]).elements  // [20, 20, 10]
public func embedding(_ table: Tensor, ids: [Int32], shape: Shape) -> Tensor {
  require(table.shape.rank == 2, "embedding: the table must have two axes, not shape \(table.shape)")
  require(shape.count == ids.count, "embedding: \(ids.count) ids do not fill shape \(shape)")
  let (rows, columns) = (table.shape[0], table.shape[1])
  if let id = ids.first(where: { $0 < 0 || $0 >= rows }) {
    fatalError("embedding: id \(id) is outside the table of shape \(table.shape)")
  }
  let y = Tensor(unfilled: shape.appending(columns))
  gatherRows(y.data, table.data, ids, count: ids.count, columns: columns)
  guard Tensor.isRecorded(table) else { return y.unrecorded("embedding", from: [table]) }
  return y.recorded("embedding", from: [table]) { dy, inputs in
    if let dtable = inputs.total(0) { scatterAddRows(dtable, dy.data, ids, count: ids.count, columns: columns) }
  }
}
