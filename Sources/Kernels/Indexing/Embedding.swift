import Numerics

/// y[i] = table[ids[i]]: gathers rows of a table.
///
/// - Parameters:
///   - y: count x columns.
///   - table: any number of rows x columns; the ids must be below the number of rows.
public func gatherRows(
  _ y: UnsafeMutablePointer<Float>, _ table: UnsafePointer<Float>, _ ids: UnsafePointer<Int32>, count: Int,
  columns: Int
) {
  parallel(count, work: count * columns) { range in
    for i in range { (y + i * columns).update(from: table + Int(ids[i]) * columns, count: columns) }
  }
}

/// dtable[ids[i]] += dy[i], in order of i, so the sum for a row that occurs several times has a fixed order.
///
/// Threads split the columns, so no two of them write to the same element.
public func scatterAddRows(
  _ dtable: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ ids: UnsafePointer<Int32>, count: Int,
  columns: Int
) {
  let groups = (columns + laneCount - 1) / laneCount
  parallel(groups, work: count * columns) { range in
    let start = range.lowerBound * laneCount
    let width = min(columns, range.upperBound * laneCount) - start
    for i in 0..<count {
      let source = dy + (i * columns + start), destination = dtable + (Int(ids[i]) * columns + start)
      forEachLanes(width) {
        store(load(destination + $0) + load(source + $0), to: destination + $0)
      } tail: {
        store(load(destination + $0, count: $1) + load(source + $0, count: $1), to: destination + $0, count: $1)
      }
    }
  }
}
