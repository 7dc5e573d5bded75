import Numerics

/// One step of Adagrad for the rows of a table that have a gradient (Duchi et al. 2011), with one accumulator per row
/// (as in the embedding tables of recommendation models; Naumov et al. 2019, section 4).
///
///     h = h + mean(g^2)
///     w = w - rate g / sqrt(h)
///
/// Rows without a gradient stay as they are and cost nothing.
public struct RowAdagradStep {
  let rate: Float

  /// Creates the constants of one step.
  public init(learningRate: Double) { rate = Float(learningRate) }
}

/// The gradients of some rows of a table: row i of `rows`, `stride` floats apart, belongs to row `ids[i]` of the table,
/// or to none if the id is negative.
public struct GradientRows {
  let ids: [Int32]
  let rows: UnsafePointer<Float>
  let stride: Int

  /// Refers to a row in memory for each id.
  public init(ids: [Int32], rows: UnsafePointer<Float>, stride: Int) {
    (self.ids, self.rows, self.stride) = (ids, rows, stride)
  }
}

/// One table as the optimizer sees it.
public struct RowAdagradTable {
  let weights, accumulators: UnsafeMutablePointer<Float>
  let columns: Int
  let gradients: [GradientRows]

  /// Creates a table of rows of `columns` floats, with one accumulator per row and the gradients of this step.
  public init(
    weights: UnsafeMutablePointer<Float>, accumulators: UnsafeMutablePointer<Float>, columns: Int,
    gradients: [GradientRows]
  ) {
    self.weights = weights
    self.accumulators = accumulators
    self.columns = columns
    self.gradients = gradients
  }
}

/// Updates the rows of all tables that have a gradient. The gradients of a row are added up in the order in which they
/// come, so the bits do not depend on the number of threads.
public func rowAdagrad(_ tables: [RowAdagradTable], _ step: RowAdagradStep) {
  // Where each gradient row is, sorted by the row of the table: the table, its row, then the order in which it came.
  struct Place { let table: Int32, id: Int32, row: UnsafePointer<Float> }
  var places: [Place] = [], starts: [Int] = []
  for (number, table) in tables.enumerated() {
    // The sort keeps the order of equals only with an order of its own.
    var order: [UInt64] = [], rows: [UnsafePointer<Float>] = []
    for part in table.gradients {
      for (i, id) in part.ids.enumerated() where id >= 0 {
        order.append(UInt64(UInt32(id)) << 32 | UInt64(rows.count))
        rows.append(part.rows + i * part.stride)
      }
    }
    order.sort()
    var last: Int32 = -1
    for key in order {
      let id = Int32(key >> 32)
      if id != last {
        starts.append(places.count)
        last = id
      }
      places.append(Place(table: Int32(number), id: id, row: rows[Int(key & 0xFFFF_FFFF)]))
    }
  }
  starts.append(places.count)
  let columns = tables.map(\.columns).max() ?? 0
  parallel(starts.count - 1, work: places.count * columns * 4) { range in
    withScratch(columns) { sum in
      for group in range {
        let first = places[starts[group]], table = tables[Int(first.table)]
        sum.update(from: first.row, count: table.columns)
        for other in places[starts[group] + 1..<starts[group + 1]] {
          addRow(sum, other.row, count: table.columns)
        }
        update(
          table.weights + Int(first.id) * table.columns, table.accumulators + Int(first.id), sum, table.columns, step)
      }
    }
  }
}

@inline(__always)
private func addRow(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int) {
  forEachLanes(count) {
    store(load(y + $0) + load(x + $0), to: y + $0)
  } tail: {
    store(load(y + $0, count: $1) + load(x + $0, count: $1), to: y + $0, count: $1)
  }
}

@inline(__always)
private func update(
  _ w: UnsafeMutablePointer<Float>, _ accumulator: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
  _ columns: Int, _ step: RowAdagradStep
) {
  accumulator.pointee += dot(g, g, columns) / Float(columns)
  let factor = Lanes(repeating: -step.rate / accumulator.pointee.squareRoot())
  forEachLanes(columns) {
    store(multiplyAdd(load(g + $0), factor, load(w + $0)), to: w + $0)
  } tail: {
    store(multiplyAdd(load(g + $0, count: $1), factor, load(w + $0, count: $1)), to: w + $0, count: $1)
  }
}
