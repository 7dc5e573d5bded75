import Kernels

/// x plus rows that are looked up in tables: (..., C) -> (..., C).
///
/// Every row of x gets one row of each table. A table has W columns, and its rows are added to the W columns of x from
/// `columns` on. The gradient of a table has only the rows that were read (see ``RowGradient``), so a table of any size
/// costs no more than these.
///
/// - Parameters:
///   - tables: each (V, W).
///   - ids: for each table, the row for each row of x; -1 adds nothing.
///   - columns: for each table, the first column that its rows are added to; nil for 0.
///   - scale: the factor of the rows.
public func addingRows(
  to x: Tensor, of tables: [Tensor], ids: [[Int32]], columns: [Int]? = nil, scale: Float = 1
) -> Tensor {
  let columns = columns ?? tables.map { _ in 0 }
  let (rows, width) = x.rowsAndColumns("addingRows")
  require(
    tables.count == ids.count && tables.count == columns.count,
    "addingRows: \(tables.count) tables, ids for \(ids.count), columns for \(columns.count)")
  for (table, (ids, column)) in zip(tables, zip(ids, columns)) {
    require(
      table.shape.rank == 2 && column >= 0 && column + table.shape[1] <= width,
      "addingRows: a table of shape \(table.shape) does not fit x of shape \(x.shape) from column \(column) on")
    require(ids.count == rows, "addingRows: \(ids.count) ids for x of shape \(x.shape)")
    if let id = ids.first(where: { $0 >= table.shape[0] }) {
      fatalError("addingRows: id \(id) is outside the table of shape \(table.shape)")
    }
  }
  let y = Tensor(unfilled: x.shape)
  let lookups = zip(tables, zip(ids, columns)).map { table, place in
    Kernels.RowLookup(table: table.data, ids: place.0, columns: table.shape[1], start: place.1)
  }
  addRows(y.data, x.data, lookups, rows: rows, columns: width, scale: scale)
  return y.recorded("addingRows", from: [x] + tables) { dy, inputs in
    inputs.add(dy, to: 0)
    for (number, (ids, column)) in zip(ids, columns).enumerated() {
      inputs.add(RowGradient(ids: ids, of: scale == 1 ? dy : dy * scale, column: column), to: number + 1)
    }
  }
}
