import Numerics

/// The size of the microkernel, the innermost part of a matrix product: a small block of C stays in registers while A
/// and B stream by.
///
/// A step of the loop loads one value of A per row and `tileColumns` values of B, and does one fused multiply-add per
/// element of the block. The block is as large as the registers allow, so each loaded value is used as often as
/// possible:
///
/// | machine | registers | block | accumulators | loads per step | multiply-adds per step |
/// | --- | --- | --- | --- | --- | --- |
/// | AVX-512 | 32 of 16 floats | 12 x 32 | 24 | 14 | 24 |
/// | AVX2 | 16 of 8 floats | 6 x 16 | 12 | 8 | 12 |
/// | NEON | 32 of 4 floats | 6 x 16 | 24 | 10 | 24 |
///
/// A core of such a machine does two multiply-adds and two loads per cycle, so the multiply-adds set the pace. Each
/// element adds its terms in order of depth, regardless of the shape of the block, so all machines with fused
/// multiply-add agree to the last bit.
#if KINDLING_AVX512
  let tileRows = 12
  let tileColumns = 32
#else
  let tileRows = 6
  let tileColumns = 16
#endif

/// A view of a matrix in memory: element `(row, column)` is at `start[row * rowStride + column * columnStride]`.
///
/// Swapping the strides transposes it.
struct MatrixView: @unchecked Sendable {
  var start: UnsafePointer<Float>
  var rowStride: Int
  var columnStride: Int

  @inline(__always)
  init(start: UnsafePointer<Float>, rowStride: Int, columnStride: Int) {
    self.start = start
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// Creates a view of rows whose elements are neighbors.
  @inline(__always)
  init(_ start: UnsafePointer<Float>, rowStride: Int) {
    self.init(start: start, rowStride: rowStride, columnStride: 1)
  }

  /// Returns the matrix without its first rows and columns.
  @inline(__always)
  func from(row: Int, column: Int) -> MatrixView {
    MatrixView(
      start: start + (row * rowStride + column * columnStride), rowStride: rowStride, columnStride: columnStride)
  }
}

/// The microkernel: computes C = A B, or C += A B, for one block.
///
/// - Parameters:
///   - c: the block's first element; its rows are `stride` floats apart.
///   - rows: the number of rows of the block that exist, 1 to `tileRows`; the others repeat the last one and are not
///     stored.
///   - columns: the number of columns that exist, 1 to `tileColumns`.
///   - a: `rows` x `depth`.
///   - b: `depth` x `tileColumns`, rows `bStride` floats apart.
@inline(never)
func microkernel(
  _ c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, _ a: MatrixView,
  _ b: UnsafePointer<Float>, bStride: Int, depth: Int, accumulate: Bool
) {
  // The compiler specializes the loop for each case: rows that are neighbors in memory need one pointer with fixed
  // offsets, and half a block takes half the time.
  if rows == tileRows, a.rowStride == 1 {
    block(c, stride, rows, columns, a, b, bStride, depth, accumulate, areNeighbors: true, isTall: true)
  } else if rows > tileRows / 2 {
    block(c, stride, rows, columns, a, b, bStride, depth, accumulate, areNeighbors: false, isTall: true)
  } else {
    block(c, stride, rows, columns, a, b, bStride, depth, accumulate, areNeighbors: false, isTall: false)
  }
}

/// The loop of the microkernel.
///
/// - Parameters:
///   - areNeighbors: whether all rows exist and are one float apart; a constant.
///   - isTall: whether more than half of the rows exist; a constant.
@inline(__always)
private func block(
  _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ rows: Int, _ columns: Int, _ a: MatrixView,
  _ b: UnsafePointer<Float>, _ bStride: Int, _ depth: Int, _ accumulate: Bool, areNeighbors: Bool, isTall: Bool
) {
  let step = a.columnStride
  @inline(__always) func row(_ r: Int) -> UnsafePointer<Float> {
    areNeighbors ? a.start + r : a.start + min(r, rows - 1) * a.rowStride
  }
  #if KINDLING_AVX512
    let a0 = row(0), a1 = row(1), a2 = row(2), a3 = row(3), a4 = row(4), a5 = row(5)
    let a6 = row(6), a7 = row(7), a8 = row(8), a9 = row(9), a10 = row(10), a11 = row(11)
    var l0 = Lanes.zero, l1 = Lanes.zero, l2 = Lanes.zero, l3 = Lanes.zero, l4 = Lanes.zero, l5 = Lanes.zero
    var l6 = Lanes.zero, l7 = Lanes.zero, l8 = Lanes.zero, l9 = Lanes.zero, l10 = Lanes.zero, l11 = Lanes.zero
    var r0 = Lanes.zero, r1 = Lanes.zero, r2 = Lanes.zero, r3 = Lanes.zero, r4 = Lanes.zero, r5 = Lanes.zero
    var r6 = Lanes.zero, r7 = Lanes.zero, r8 = Lanes.zero, r9 = Lanes.zero, r10 = Lanes.zero, r11 = Lanes.zero
    var panel = b
    var i = 0
    for _ in 0..<depth {
      let left = load(panel), right = load(panel + laneCount)
      var x = Lanes(repeating: a0[i])
      l0 = multiplyAdd(x, left, l0); r0 = multiplyAdd(x, right, r0)
      x = Lanes(repeating: a1[i])
      l1 = multiplyAdd(x, left, l1); r1 = multiplyAdd(x, right, r1)
      x = Lanes(repeating: a2[i])
      l2 = multiplyAdd(x, left, l2); r2 = multiplyAdd(x, right, r2)
      x = Lanes(repeating: a3[i])
      l3 = multiplyAdd(x, left, l3); r3 = multiplyAdd(x, right, r3)
      x = Lanes(repeating: a4[i])
      l4 = multiplyAdd(x, left, l4); r4 = multiplyAdd(x, right, r4)
      x = Lanes(repeating: a5[i])
      l5 = multiplyAdd(x, left, l5); r5 = multiplyAdd(x, right, r5)
      if isTall {
        x = Lanes(repeating: a6[i])
        l6 = multiplyAdd(x, left, l6); r6 = multiplyAdd(x, right, r6)
        x = Lanes(repeating: a7[i])
        l7 = multiplyAdd(x, left, l7); r7 = multiplyAdd(x, right, r7)
        x = Lanes(repeating: a8[i])
        l8 = multiplyAdd(x, left, l8); r8 = multiplyAdd(x, right, r8)
        x = Lanes(repeating: a9[i])
        l9 = multiplyAdd(x, left, l9); r9 = multiplyAdd(x, right, r9)
        x = Lanes(repeating: a10[i])
        l10 = multiplyAdd(x, left, l10); r10 = multiplyAdd(x, right, r10)
        x = Lanes(repeating: a11[i])
        l11 = multiplyAdd(x, left, l11); r11 = multiplyAdd(x, right, r11)
      }
      panel += bStride
      i += step
    }
    @inline(__always) func put(_ r: Int, _ left: Lanes, _ right: Lanes) {
      guard r < rows else { return }
      let row = c + r * stride
      write(left, to: row, columns: columns, accumulate: accumulate)
      if columns > laneCount {
        write(right, to: row + laneCount, columns: columns - laneCount, accumulate: accumulate)
      }
    }
    put(0, l0, r0); put(1, l1, r1); put(2, l2, r2); put(3, l3, r3); put(4, l4, r4); put(5, l5, r5)
    if isTall {
      put(6, l6, r6); put(7, l7, r7); put(8, l8, r8); put(9, l9, r9); put(10, l10, r10); put(11, l11, r11)
    }
  #else
    let a0 = row(0), a1 = row(1), a2 = row(2), a3 = row(3), a4 = row(4), a5 = row(5)
    var c0 = Lanes.zero, c1 = Lanes.zero, c2 = Lanes.zero, c3 = Lanes.zero, c4 = Lanes.zero, c5 = Lanes.zero
    var panel = b
    var i = 0
    for _ in 0..<depth {
      let values = load(panel)
      c0 = multiplyAdd(Lanes(repeating: a0[i]), values, c0)
      c1 = multiplyAdd(Lanes(repeating: a1[i]), values, c1)
      c2 = multiplyAdd(Lanes(repeating: a2[i]), values, c2)
      if isTall {
        c3 = multiplyAdd(Lanes(repeating: a3[i]), values, c3)
        c4 = multiplyAdd(Lanes(repeating: a4[i]), values, c4)
        c5 = multiplyAdd(Lanes(repeating: a5[i]), values, c5)
      }
      panel += bStride
      i += step
    }
    @inline(__always) func put(_ r: Int, _ sums: Lanes) {
      if r < rows { write(sums, to: c + r * stride, columns: columns, accumulate: accumulate) }
    }
    put(0, c0); put(1, c1); put(2, c2)
    if isTall {
      put(3, c3); put(4, c4); put(5, c5)
    }
  #endif
}

/// Stores up to sixteen columns of one row, or adds them to the values there.
@inline(__always)
private func write(_ sums: Lanes, to c: UnsafeMutablePointer<Float>, columns: Int, accumulate: Bool) {
  if columns >= laneCount {
    store(accumulate ? load(c) + sums : sums, to: c)
  } else {
    store(accumulate ? load(c, count: columns) + sums : sums, to: c, count: columns)
  }
}
