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

/// For each of many rows, a row of a table: row i gets row `ids[i]` of the table, or none if the id is negative.
public struct RowLookup {
  let table: UnsafePointer<Float>
  let ids: [Int32]
  let columns, start: Int

  /// Refers to a table of rows of `columns` floats, which are added to a wider row from column `start` on. The ids must
  /// be below the number of the table's rows.
  public init(table: UnsafePointer<Float>, ids: [Int32], columns: Int, start: Int) {
    (self.table, self.ids, self.columns, self.start) = (table, ids, columns, start)
  }
}

/// y[i] = x[i] + the rows that all lookups give row i, in their order.
///
/// - Parameters:
///   - y: rows x columns; x: the same.
///   - scale: the factor of the tables' rows.
public func addRows(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ lookups: [RowLookup], rows: Int, columns: Int,
  scale: Float = 1
) {
  let scale = Lanes(repeating: scale), work = lookups.reduce(columns) { $0 + $1.columns }
  parallel(rows, work: rows * work) { range in
    for i in range {
      let y = y + i * columns
      y.update(from: x + i * columns, count: columns)
      for lookup in lookups where lookup.ids[i] >= 0 {
        let y = y + lookup.start, row = lookup.table + Int(lookup.ids[i]) * lookup.columns
        forEachLanes(lookup.columns) {
          store(multiplyAdd(load(row + $0), scale, load(y + $0)), to: y + $0)
        } tail: {
          store(multiplyAdd(load(row + $0, count: $1), scale, load(y + $0, count: $1)), to: y + $0, count: $1)
        }
      }
    }
  }
}

/// dtable[ids[i]] += dy[i]. For each row of the table, the rows of dy that belong to it are summed up in order of i,
/// without drifting however often an id occurs (see ``LongSum``), and the sum is added once.
///
/// Threads split the columns, so no two of them write to the same element.
public func scatterAddRows(
  _ dtable: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ ids: UnsafePointer<Int32>, count: Int,
  columns: Int
) {
  withPlaces(of: ids, count: count) { places, starts, idCount in
    let groups = (columns + laneCount - 1) / laneCount
    parallel(groups, work: count * columns) { range in
      for id in 0..<idCount where starts[id] < starts[id + 1] {
        let places = places + Int(starts[id]), occurrences = Int(starts[id + 1] - starts[id])
        for column in stride(
          from: range.lowerBound * laneCount, to: min(columns, range.upperBound * laneCount), by: laneCount)
        {
          let dy = Column(dy + column, columns, min(laneCount, columns - column))
          let row = MutableColumn(dtable + (id * columns + column), columns, min(laneCount, columns - column))
          var total = LongSum()
          for block in SumBlocks(occurrences, step: 1) {
            var sum = Lanes.zero
            for i in block { sum += dy[Int(places[i])] }
            total.add(sum)
          }
          row[0] = row[0] + total.lanes
        }
      }
    }
  }
}

/// Calls `body` with the places where each id occurs, in order: those of one id are neighbors.
///
/// - Parameter body: receives the places of all ids; the index where those of each id start, and the end of the last;
///   and the number of ids, from 0 to the largest.
private func withPlaces(
  of ids: UnsafePointer<Int32>, count: Int,
  _ body: (_ places: UnsafePointer<Int32>, _ starts: UnsafePointer<Int32>, _ idCount: Int) -> Void
) {
  var largest: Int32 = -1
  for i in 0..<count { largest = max(largest, ids[i]) }
  let idCount = Int(largest) + 1
  // A counting sort: count each id, add the counts up to starts, and fill. Filling moves each start to the end of its
  // id, which is where the next one starts, so the starts are kept one place further on.
  withScratch(count + idCount + 2) { memory in
    UnsafeMutableRawPointer(memory).withMemoryRebound(to: Int32.self, capacity: count + idCount + 2) { places in
      let starts = places + count
      starts.update(repeating: 0, count: idCount + 2)
      for i in 0..<count { starts[Int(ids[i]) + 2] += 1 }
      for id in 0..<idCount { starts[id + 2] += starts[id + 1] }
      for i in 0..<count {
        let next = starts + (Int(ids[i]) + 1)
        places[Int(next.pointee)] = Int32(i)
        next.pointee += 1
      }
      body(places, starts, idCount)
    }
  }
}
