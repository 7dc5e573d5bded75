/// How many terms of a sum are added up in registers before they go to memory.
///
/// A panel of B of this depth (256 x 32 floats, 32 KB) and the rows of A that meet it (12 x 256, 12 KB) share the
/// first-level cache. The value is part of the order of the sums, so it is the same on every machine.
let depthBlock = 256

/// How many rows of A a thread takes at a time: 96 x 256 floats are 96 KB, which stay in the second-level cache
/// while the panels of B pass by. A multiple of every tile's rows.
let rowBlock = 96

/// Computes C = A B, or C += A B, for row-major matrices of any shape, either of them stored transposed.
///
/// 2 m n k FLOPs over about 4 (m k + k n + m n) bytes. B is copied once into panels of `tileColumns` columns that
/// the inner loop reads front to back; A is read where it lies, or copied in pieces when it is stored transposed.
/// Threads share out blocks of C, never the depth, so each element's sum has one order: within a depth block term
/// by term, then block by block.
///
/// - Parameters:
///   - c: m x n, contiguous; added to if `accumulate`, else overwritten.
///   - a: m x k, or k x m if `transposeA`.
///   - b: k x n, or n x k if `transposeB`.
///   - m: the rows of A and C.
///   - n: the columns of B and C.
///   - k: the columns of A and rows of B; 0 gives zeros.
public func matrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
  guard m > 0, n > 0 else { return }
  guard k > 0 else {
    if !accumulate { c.update(repeating: 0, count: m * n) }
    return
  }
  let viewA = MatrixView(start: a, rowStride: transposeA ? 1 : k, columnStride: transposeA ? m : 1)
  let viewB = MatrixView(start: b, rowStride: transposeB ? 1 : n, columnStride: transposeB ? k : 1)
  let work = m * n * k
  withScratch(packedCount(n: n, k: k)) { packed in
    let panels = panelCount(n)
    parallel(panels, work: work) { pack(packed, viewB, n: n, k: k, panels: $0) }

    // Pieces are blocks of rows times groups of panels; groups only where the rows alone are too few for the threads,
    // since each group copies a transposed A again.
    let rowBlocks = (m + rowBlock - 1) / rowBlock
    let groups = min(panels, (2 * Threads.count + rowBlocks - 1) / rowBlocks)
    parallel(rowBlocks * groups, work: work) { pieces in
      for piece in pieces {
        let group = piece / rowBlocks
        let row = piece % rowBlocks * rowBlock
        multiplyPacked(
          c + row * n, stride: n, viewA.from(row: row, column: 0), packed, m: min(rowBlock, m - row), n: n, k: k,
          panels: panels * group / groups..<panels * (group + 1) / groups, accumulate: accumulate)
      }
    }
  }
}

/// Computes `count` products of equal shape, as ``matrixProduct(_:_:_:m:n:k:transposeA:transposeB:accumulate:)``
/// does each; the matrices of A, of B and of C stand one after another.
public func batchedMatrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int,
  m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
  // A single product shares out its own rows; and without depth, all products are zeros, as of one tall matrix.
  guard count > 1, k > 0 else {
    return matrixProduct(
      c, a, b, m: count * m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, accumulate: accumulate)
  }
  parallel(count, work: count * m * n * k) { matrices in
    withScratch(packedCount(n: n, k: k)) { packed in
      for i in matrices {
        let viewA = MatrixView(start: a + i * m * k, rowStride: transposeA ? 1 : k, columnStride: transposeA ? m : 1)
        let viewB = MatrixView(start: b + i * k * n, rowStride: transposeB ? 1 : n, columnStride: transposeB ? k : 1)
        pack(packed, viewB, n: n, k: k, panels: 0..<panelCount(n))
        multiplyPacked(
          c + i * m * n, stride: n, viewA, packed, m: m, n: n, k: k, panels: 0..<panelCount(n),
          accumulate: accumulate)
      }
    }
  }
}

/// How many panels of `tileColumns` columns hold n columns.
@inline(__always)
func panelCount(_ n: Int) -> Int { (n + tileColumns - 1) / tileColumns }

/// How many floats the panels of a k x n matrix take.
@inline(__always)
func packedCount(n: Int, k: Int) -> Int { panelCount(n) * tileColumns * k }

/// Copies panels of B so that the tile reads them front to back.
///
/// Depth blocks follow one another; in each, panel after panel; in each, row after row of `tileColumns` floats,
/// with zeros where B has no more columns.
func pack(_ packed: UnsafeMutablePointer<Float>, _ b: MatrixView, n: Int, k: Int, panels: Range<Int>) {
  let width = panelCount(n) * tileColumns
  var start = 0
  while start < k {
    let depth = min(depthBlock, k - start)
    for panel in panels {
      let column = panel * tileColumns
      let columns = min(tileColumns, n - column)
      let destination = packed + (start * width + column * depth)
      packPanel(destination, b.from(row: start, column: column), depth: depth, columns: columns)
    }
    start += depth
  }
}

@inline(__always)
private func packPanel(_ panel: UnsafeMutablePointer<Float>, _ b: MatrixView, depth: Int, columns: Int) {
  if columns < tileColumns { panel.update(repeating: 0, count: depth * tileColumns) }
  if b.columnStride == 1 {
    for p in 0..<depth {
      (panel + p * tileColumns).update(from: b.start + p * b.rowStride, count: columns)
    }
  } else {
    // Stored transposed: each column of the panel is a row in memory. Whole blocks of 16 x 16 turn in registers; what
    // is left at the edges goes number by number.
    let wholeDepth = depth / laneCount * laneCount, wholeColumns = columns / laneCount * laneCount
    for p in stride(from: 0, to: wholeDepth, by: laneCount) {
      for j in stride(from: 0, to: wholeColumns, by: laneCount) {
        transposeBlock(
          panel + (p * tileColumns + j), stride: tileColumns, b.start + (j * b.columnStride + p), stride: b.columnStride
        )
      }
    }
    for j in 0..<columns {
      let source = b.start + j * b.columnStride
      for p in (j < wholeColumns ? wholeDepth : 0)..<depth { panel[p * tileColumns + j] = source[p] }
    }
  }
}

/// Transposes a block of 16 x 16 floats.
///
/// Interleaving the upper half of the rows with the lower half rotates the bits of each element's number by one; after
/// four rounds row and column have changed places. Each interleaving is one shuffle of two registers.
@inline(__always)
private func transposeBlock(
  _ y: UnsafeMutablePointer<Float>, stride yStride: Int, _ x: UnsafePointer<Float>, stride xStride: Int
) {
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * laneCount) { rows in
    var from = rows.baseAddress!, to = from + laneCount
    for i in 0..<laneCount { from[i] = load(x + i * xStride) }
    for _ in 0..<4 {
      for i in 0..<laneCount / 2 {
        let upper = from[i], lower = from[i + laneCount / 2]
        to[2 * i] = interleave(upper.lowHalf, lower.lowHalf)
        to[2 * i + 1] = interleave(upper.highHalf, lower.highHalf)
      }
      swap(&from, &to)
    }
    for i in 0..<laneCount { store(from[i], to: y + i * yStride) }
  }
}

@inline(__always)
private func interleave(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> Lanes {
  var lanes = Lanes()
  lanes.evenHalf = even
  lanes.oddHalf = odd
  return lanes
}

/// Multiplies rows of A with packed panels of B, on this thread.
///
/// - Parameters:
///   - c: the first row's first element; rows are `stride` floats apart.
///   - a: m x k, as it lies in memory.
///   - packed: all panels of a matrix with n columns, from ``pack(_:_:n:k:panels:)``.
///   - packedDepth: how many rows that matrix has, when more than the k that are used.
///   - panels: the panels to use, so the columns of C to compute.
func multiplyPacked(
  _ c: UnsafeMutablePointer<Float>, stride: Int, _ a: MatrixView, _ packed: UnsafePointer<Float>,
  m: Int, n: Int, k: Int, packedDepth: Int? = nil, panels: Range<Int>, accumulate: Bool
) {
  let packedDepth = packedDepth ?? k
  let width = panelCount(n) * tileColumns
  // A transposed A has its rows' elements far apart; copied, they are read one after another.
  let mustCopy = a.columnStride != 1
  withScratch(mustCopy ? (rowBlock + tileRows) * depthBlock : 0) { copy in
    var start = 0
    while start < k {
      let depth = min(depthBlock, k - start)
      let isAdding = accumulate || start > 0
      var firstRow = 0
      while firstRow < m {
        let rows = min(rowBlock, m - firstRow)
        let block = a.from(row: firstRow, column: start)
        if mustCopy { copyTransposed(copy, block, rows: rows, depth: depth) }
        for panel in panels {
          let column = panel * tileColumns
          var row = 0
          while row < rows {
            let view =
              mustCopy
              ? MatrixView(start: copy + row * depth, rowStride: 1, columnStride: tileRows)
              : block.from(row: row, column: 0)
            tile(
              c + ((firstRow + row) * stride + column), stride: stride, rows: min(tileRows, rows - row),
              columns: min(tileColumns, n - column), view,
              packed + (start * width + column * min(depthBlock, packedDepth - start)),
              depth: depth, accumulate: isAdding)
            row += tileRows
          }
        }
        firstRow += rows
      }
      start += depth
    }
  }
}

/// Copies rows of a transposed A (its row stride is 1) into groups of `tileRows`, each group step by step of depth.
@inline(__always)
private func copyTransposed(_ copy: UnsafeMutablePointer<Float>, _ a: MatrixView, rows: Int, depth: Int) {
  var row = 0
  while row < rows {
    let count = min(tileRows, rows - row)
    let group = copy + row * depth
    for p in 0..<depth {
      let source = a.start + (row + p * a.columnStride), destination = group + p * tileRows
      // The usual count is a constant, which becomes a pair of vector moves.
      if count == tileRows {
        destination.update(from: source, count: tileRows)
      } else {
        destination.update(from: source, count: count)
      }
    }
    row += count
  }
}
