import Kernels

/// A part of the gradient of a table of which an operation read only a few rows: those rows' gradients, and no zeros
/// for all others.
///
/// It costs nothing to create: it refers to the gradient of the operation's result, whose row i, from column `column`
/// on, belongs to row `ids[i]` of the table. A row can occur several times; its gradient is the sum.
public struct RowGradient {
  /// The row of the table that each row of `gradient` belongs to; -1 for none.
  public let ids: [Int32]
  /// (N, C), with a row for each id.
  let gradient: Tensor
  /// The first of the columns of `gradient` that belong to the table.
  let column: Int

  init(ids: [Int32], of gradient: Tensor, column: Int) {
    (self.ids, self.gradient, self.column) = (ids, gradient, column)
  }

  /// The gradient's rows in memory: their first float, and the distance from one row to the next.
  public var rows: (start: UnsafePointer<Float>, stride: Int) {
    (UnsafePointer(gradient.data + column), gradient.count / max(1, ids.count))
  }
}

extension [RowGradient] {
  /// The whole gradient of a table (V, C), with zeros for the rows that were not read.
  func dense(_ shape: Shape) -> Tensor {
    let total = Tensor.zeros(shape), width = shape[1]
    for part in self {
      let (start, stride) = part.rows
      for (i, id) in part.ids.enumerated() where id >= 0 {
        addScaled(total.data + Int(id) * width, start + i * stride, count: width)
      }
    }
    return total
  }
}
