import Numerics

/// How many rows of A take turns with a panel of B: 192 x 192 floats are 144 KB, which stay in the second-level cache.
/// A multiple of every tile's rows.
let rowBlock = 192

/// How many columns of B are kept at hand while the rows of A pass by: 384 x 192 floats, 288 KB.
private let columnBlock = 384

/// A product C = A B of two matrices, cut into what the caches and the registers hold.
///
/// From the outside in: columns of B by 384; depth by 192; rows of A by 192; a panel of 32 columns, which stays in the
/// first-level cache while the rows pass by; and a tile of 12 rows, in registers. Whatever the tile would read across
/// far apart rows is copied first: B into panels, a transposed A into groups of rows. At the shapes of our models those
/// copies are 2 to 6 hundredths of the time.
struct BlockedProduct<E: Epilogue> {
  /// m x n; rows are `stride` floats apart.
  let c: UnsafeMutablePointer<Float>
  let stride: Int
  /// m x k.
  let a: MatrixView
  /// k x n.
  let b: MatrixView
  /// All panels of b, when they were packed before.
  var packed: UnsafePointer<Float>?
  let m, n, k: Int
  /// Whether C is added to.
  let accumulate: Bool
  /// What is done to each finished sum.
  let epilogue: E

  /// A last column or few beside whole groups of sixteen, as 65 characters have: as dot products they cost a sixteenth of
  /// what a panel for them would. The rule is part of the sums' order, so it knows no machine. B must hold its columns in
  /// one piece, and A its rows.
  private var dotCount: Int {
    let rest = n % laneCount
    return n > laneCount && rest <= 4 && b.rowStride == 1 && a.columnStride == 1 ? rest : 0
  }

  private var packsB: Bool { packed == nil && needsPanels(b, n: n) }

  /// How many panels the columns fill that are not left to dot products.
  var panelCount: Int { Kernels.panelCount(n - dotCount) }

  /// Computes all of C, shared out over the threads.
  ///
  /// - Parameter work: the multiply-adds.
  func compute(work: Int) {
    let panels = panelCount, round = 4 * Threads.count, copies = packsB || a.columnStride != 1
    // Where nothing need be copied the rows are cut, in pieces of a row block or less; but of a few rows the columns are,
    // for each piece of rows would read all of B. Otherwise each piece copies what it needs, so there are few pieces. They cut
    // the longer side, so that the shorter operand is the one that is copied twice.
    let (rowPieces, columnPieces): (Int, Int)
    if !copies, m <= rowBlock, panels >= round {
      (rowPieces, columnPieces) = (1, round)
    } else if !copies || panels == 0 {
      (rowPieces, columnPieces) = (min(tiles, (m + round * rowBlock - 1) / (round * rowBlock) * round), 1)
    } else if m > n {
      rowPieces = min(tiles, Threads.count)
      columnPieces = min(panels, (Threads.count + rowPieces - 1) / rowPieces)
    } else {
      columnPieces = min(panels, Threads.count)
      rowPieces = min(tiles, (Threads.count + columnPieces - 1) / columnPieces)
    }
    parallel(rowPieces * columnPieces, work: work) { pieces in
      for piece in pieces {
        let (row, column) = (piece / columnPieces, piece % columnPieces)
        compute(
          rows: rows(ofPiece: row, of: rowPieces),
          panels: panels * column / columnPieces..<panels * (column + 1) / columnPieces)
      }
    }
  }

  /// How many tiles it takes to hold the rows.
  var tiles: Int { (m + tileRows - 1) / tileRows }

  /// The rows of one of so many pieces, in whole tiles.
  func rows(ofPiece piece: Int, of pieces: Int) -> Range<Int> {
    tiles * piece / pieces * tileRows..<min(m, tiles * (piece + 1) / pieces * tileRows)
  }

  /// Computes some rows of some panels of C, on this thread.
  @inline(never)
  func compute(rows: Range<Int>, panels: Range<Int>) {
    let copiesA = a.columnStride > farApartInA, packsB = packsB
    let blockPanels = columnBlock / tileColumns
    withScratch(copiesA ? (rowBlock / tileRows) * groupDistance(depth: depthBlock) : 0) { groups in
      withScratch(packsB ? packedCount(n: columnBlock, k: depthBlock) : 0) { scratch in
        for first in Swift.stride(from: panels.lowerBound, to: panels.upperBound, by: blockPanels) {
          let block = first..<min(first + blockPanels, panels.upperBound)
          // One round even where there is no depth: sums of no terms are zero, and the epilogue follows them too.
          for start in Swift.stride(from: 0, to: max(1, k), by: depthBlock) {
            let depth = min(depthBlock, k - start)
            if packsB {
              packBlock(
                scratch, b.from(row: start, column: first * tileColumns), depth: depth,
                columns: min(n, block.upperBound * tileColumns) - first * tileColumns)
            }
            for row in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: rowBlock) {
              let rows = row..<min(row + rowBlock, rows.upperBound)
              var left = a.from(row: row, column: start), groupStep = tileRows * a.rowStride
              if copiesA {
                groupRows(groups, left, rows: rows.count, depth: depth)
                left = MatrixView(start: groups, rowStride: 1, columnStride: tileRows)
                groupStep = groupDistance(depth: depth)
              }
              for panel in block {
                multiply(
                  rows: rows, panel: panel, left, groupStep,
                  rightPanel(panel, first: first, start: start, depth: depth, packsB ? scratch : nil),
                  bStride: packed != nil || packsB ? tileColumns : b.rowStride, start: start, depth: depth)
              }
              if start + depth == k { applyEpilogue(rows: rows, panels: block) }
            }
          }
        }
      }
    }
    if dotCount > 0, panels.upperBound == panelCount { computeDots(rows: rows) }
  }

  /// Where a panel of the depth block begins, in whichever form B is there.
  @inline(__always)
  private func rightPanel(
    _ panel: Int, first: Int, start: Int, depth: Int, _ scratch: UnsafePointer<Float>?
  ) -> UnsafePointer<Float> {
    if let packed { return packed + panelOffset(panel, start: start, depth: depth, panels: Kernels.panelCount(n)) }
    if let scratch { return scratch + panelOffset(panel - first, start: 0, depth: depth, panels: 0) }
    return b.start + (start * b.rowStride + panel * tileColumns)
  }

  /// Multiplies rows with one panel, tile by tile.
  @inline(__always)
  private func multiply(
    rows: Range<Int>, panel: Int, _ left: MatrixView, _ groupStep: Int, _ right: UnsafePointer<Float>, bStride: Int,
    start: Int, depth: Int
  ) {
    let column = panel * tileColumns, columns = min(tileColumns, n - dotCount - column)
    var group = left
    for row in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
      let count = min(tileRows, rows.upperBound - row), corner = c + (row * stride + column)
      tile(
        corner, stride: stride, rows: count, columns: columns, group, right, bStride: bStride, depth: depth,
        accumulate: accumulate || start > 0)
      group.start += groupStep
    }
  }

  /// Applies the epilogue to rows of a block while they are in the second-level cache. Row by row, not tile by tile: rows
  /// that are a power of two apart would push each other out of the first level.
  @inline(__always)
  private func applyEpilogue(rows: Range<Int>, panels: Range<Int>) {
    guard E.self != NoEpilogue.self else { return }
    let column = panels.lowerBound * tileColumns
    let count = min(panels.upperBound * tileColumns, n - dotCount) - column
    for row in rows { epilogue.apply(to: c + (row * stride + column), row: row, column: column, count: count) }
  }

  /// Computes the last columns as dot products of sixteen running sums.
  private func computeDots(rows: Range<Int>) {
    for column in n - dotCount..<n {
      let right = b.start + column * b.columnStride
      for row in rows {
        let element = c + (row * stride + column), sum = dot(a.start + row * a.rowStride, right, k)
        element[0] = accumulate ? element[0] + sum : sum
        epilogue.apply(to: element, row: row, column: column, count: 1)
      }
    }
  }
}

extension BlockedProduct {
  /// The product of a row-major A with a matrix packed before, into a contiguous C.
  init(
    packed b: PackedMatrix, _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, m: Int, accumulate: Bool,
    epilogue: E
  ) {
    self.init(
      c: c, stride: b.n, a: MatrixView(a, rowStride: b.k), b: b.view, packed: b.panels, m: m, n: b.n, k: b.k,
      accumulate: accumulate, epilogue: epilogue)
  }
}
