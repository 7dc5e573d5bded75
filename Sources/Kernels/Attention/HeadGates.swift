import Numerics

/// y = x sigmoid(gate), with one gate for each row of x, or y += that; y may be x.
///
/// It is its own gradient with respect to x: then x is dy, and y is dx.
///
/// - Parameters:
///   - x: rows x columns: what each head has gathered for each token; y: the same.
///   - gates: rows.
public func gateHeads(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, gates: UnsafePointer<Float>, rows: Int, columns: Int,
  accumulate: Bool = false
) {
  parallel(rows, work: rows * (columns + gateWork)) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns
      let share = sigmoid(Lanes(repeating: gates[row]))
      forEachLanes(columns) {
        let term = load(x + $0) * share
        store(accumulate ? load(y + $0) + term : term, to: y + $0)
      } tail: {
        let term = load(x + $0, count: $1) * share
        store(accumulate ? load(y + $0, count: $1) + term : term, to: y + $0, count: $1)
      }
    }
  }
}

/// The gradient of the gates of ``gateHeads(_:_:gates:rows:columns:accumulate:)``: with s = sigmoid(gate), s (1 - s)
/// times the sum of dy x over the row.
///
/// - Parameter dgates: rows, overwritten or, with `accumulate`, added to.
public func headGatesBackward(
  _ dgates: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
  gates: UnsafePointer<Float>, rows: Int, columns: Int, accumulate: Bool = false
) {
  parallel(rows, work: rows * (2 * columns + gateWork)) { range in
    for row in range {
      let share = sigmoid(Lanes(repeating: gates[row]))[0]
      let slope = share * (1 - share) * dot(dy + row * columns, x + row * columns, columns)
      dgates[row] = accumulate ? dgates[row] + slope : slope
    }
  }
}

/// About as many operations as a sigmoid takes.
private let gateWork = 20
