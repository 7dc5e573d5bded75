import Numerics

/// The number of additions that a unit of a cell costs, for deciding when threads pay off.
private let cellCost = 60

/// One time step of an LSTM, for several sequences side by side, from the sums a at its gates:
///
///     i = sigmoid(a_i)    f = sigmoid(a_f)    g = tanh(a_g)    o = sigmoid(a_o)
///     c = f c' + i g      h = o tanh(c)
///
/// - Parameters:
///   - hidden: h, rows x size.
///   - cell: c, rows x size.
///   - gates: rows x 4 size: a row holds the sums of all input gates, then those of f, of g and of o. They are replaced
///     by i, f, g and o, which the backward pass reads.
///   - previousCell: c', rows x size; may be `cell`.
public func lstmCell(
  hidden: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>, gates: UnsafeMutablePointer<Float>,
  previousCell: UnsafePointer<Float>, rows: Int, size: Int
) {
  parallel(rows, work: rows * size * cellCost) { range in
    for row in range {
      let h = hidden + row * size, c = cell + row * size, before = previousCell + row * size
      let i = gates + row * 4 * size, f = i + size, g = f + size, o = g + size
      forEachLanes(size) { u in
        let now = LSTMUnits(i: load(i + u), f: load(f + u), g: load(g + u), o: load(o + u), before: load(before + u))
        store(now.i, to: i + u)
        store(now.f, to: f + u)
        store(now.g, to: g + u)
        store(now.o, to: o + u)
        store(now.cell, to: c + u)
        store(now.hidden, to: h + u)
      } tail: { u, n in
        let now = LSTMUnits(
          i: load(i + u, count: n), f: load(f + u, count: n), g: load(g + u, count: n), o: load(o + u, count: n),
          before: load(before + u, count: n))
        store(now.i, to: i + u, count: n)
        store(now.f, to: f + u, count: n)
        store(now.g, to: g + u, count: n)
        store(now.o, to: o + u, count: n)
        store(now.cell, to: c + u, count: n)
        store(now.hidden, to: h + u, count: n)
      }
    }
  }
}

/// The gradients of one time step of an LSTM.
///
///     dc  = dc + dh o (1 - tanh(c)^2)       dc' = dc f
///     da_i = dc g i (1 - i)                 da_f = dc c' f (1 - f)
///     da_g = dc i (1 - g^2)                 da_o = dh tanh(c) o (1 - o)
///
/// - Parameters:
///   - dgates: da, rows x 4 size, laid out like the gates.
///   - dcell: dc, rows x size, the part that comes from the next time step; replaced by dc'.
///   - dhidden: dh, rows x size.
///   - gates: i, f, g and o, as ``lstmCell(hidden:cell:gates:previousCell:rows:size:)`` left them.
///   - cell: c.
///   - previousCell: c'.
public func lstmCellBackward(
  dgates: UnsafeMutablePointer<Float>, dcell: UnsafeMutablePointer<Float>, dhidden: UnsafePointer<Float>,
  gates: UnsafePointer<Float>, cell: UnsafePointer<Float>, previousCell: UnsafePointer<Float>, rows: Int, size: Int
) {
  parallel(rows, work: rows * size * cellCost) { range in
    for row in range {
      let start = row * size
      let dh = dhidden + start, dc = dcell + start, c = cell + start, before = previousCell + start
      let i = gates + row * 4 * size, f = i + size, g = f + size, o = g + size
      let di = dgates + row * 4 * size, df = di + size, dg = df + size, dOut = dg + size
      forEachLanes(size) { u in
        let slopes = LSTMSlopes(
          i: load(i + u), f: load(f + u), g: load(g + u), o: load(o + u), cell: load(c + u), before: load(before + u),
          dhidden: load(dh + u), dcell: load(dc + u))
        store(slopes.i, to: di + u)
        store(slopes.f, to: df + u)
        store(slopes.g, to: dg + u)
        store(slopes.o, to: dOut + u)
        store(slopes.before, to: dc + u)
      } tail: { u, n in
        let slopes = LSTMSlopes(
          i: load(i + u, count: n), f: load(f + u, count: n), g: load(g + u, count: n), o: load(o + u, count: n),
          cell: load(c + u, count: n), before: load(before + u, count: n), dhidden: load(dh + u, count: n),
          dcell: load(dc + u, count: n))
        store(slopes.i, to: di + u, count: n)
        store(slopes.f, to: df + u, count: n)
        store(slopes.g, to: dg + u, count: n)
        store(slopes.o, to: dOut + u, count: n)
        store(slopes.before, to: dc + u, count: n)
      }
    }
  }
}

/// Sixteen units of an LSTM after a time step.
private struct LSTMUnits {
  let i, f, g, o, cell, hidden: Lanes

  /// Computes the units from the sums at their gates and their cells before.
  @inline(__always)
  init(i: Lanes, f: Lanes, g: Lanes, o: Lanes, before: Lanes) {
    self.i = sigmoid(i)
    self.f = sigmoid(f)
    self.g = tanh(g)
    self.o = sigmoid(o)
    cell = multiplyAdd(self.f, before, self.i * self.g)
    hidden = self.o * tanh(cell)
  }
}

/// The gradients of the sums at the gates of sixteen units, and of their cells before.
private struct LSTMSlopes {
  let i, f, g, o, before: Lanes

  @inline(__always)
  init(i: Lanes, f: Lanes, g: Lanes, o: Lanes, cell: Lanes, before c: Lanes, dhidden: Lanes, dcell: Lanes) {
    let t = tanh(cell)
    let d = multiplyAdd(dhidden * o, 1 - t * t, dcell)
    self.i = d * g * i * (1 - i)
    self.f = d * c * f * (1 - f)
    self.g = d * i * (1 - g * g)
    self.o = dhidden * t * o * (1 - o)
    before = d * f
  }
}
