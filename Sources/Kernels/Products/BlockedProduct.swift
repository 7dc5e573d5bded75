import Numerics

/// The number of rows in a block of A, which is multiplied by one panel of B after another: 192 x 192 floats are 144
/// KB, which stay in the L2 cache. It is a multiple of the microkernel's rows on every machine.
let rowBlock = 192

/// The number of columns of B that stay in cache while the rows of A stream by: 384 x 192 floats, 288 KB.
private let columnBlock = 384

/// A matrix product C = A B, split into blocks that fit the caches and the registers.
///
/// From the outside in, the loops run over blocks of 384 columns of B; blocks of 192 in depth; blocks of 192 rows of A;
/// panels of 32 columns, each of which stays in the L1 cache while the rows stream by; and groups of 12 rows, whose
/// sums the microkernel keeps in registers. (Without AVX-512, panels have 16 columns and groups 6 rows.) Data that the
/// microkernel would have to read from rows far apart is copied first: B into panels, a transposed A into groups of
/// rows. At the shapes of our models these copies take 2 to 6 percent of the time.
struct BlockedProduct<E: Epilogue> {
  /// m x n; rows are `stride` floats apart.
  let c: UnsafeMutablePointer<Float>
  let stride: Int
  /// m x k.
  let a: MatrixView
  /// k x n.
  let b: MatrixView
  /// All panels of b; nil if they were not packed in advance.
  var packed: UnsafePointer<Float>?
  let m, n, k: Int
  /// Whether the product is added to C.
  let accumulate: Bool
  /// The operation applied to each finished sum.
  let epilogue: E

  /// The number of columns (at most four) that are left over after whole groups of sixteen, such as one if a vocabulary
  /// has 65 characters. Computed as dot products, they take a sixteenth of the time of a panel. The rule affects the
  /// order of the sums, so it must not depend on the machine. The columns of B and the rows of A must be contiguous.
  private var dotCount: Int {
    let rest = n % laneCount
    return n > laneCount && rest <= 4 && b.rowStride == 1 && a.columnStride == 1 ? rest : 0
  }

  private var packsB: Bool { packed == nil && needsPanels(b, n: n) }

  /// The number of panels for the columns that are not computed as dot products.
  var panelCount: Int { Kernels.panelCount(n - dotCount) }

  /// Computes all of C, split across the threads.
  ///
  /// - Parameter work: the number of multiply-adds.
  func compute(work: Int) {
    let panels = panelCount, round = 4 * Threads.count, copies = packsB || a.columnStride != 1
    // If nothing needs to be copied, split the rows, into pieces of at most a row block. With few rows, split the
    // columns instead, because each piece of rows would read all of B. Otherwise each piece copies the data that it
    // needs, so make few pieces and split the longer side: then the shorter operand is the one that is copied twice.
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

  /// The number of microkernel blocks that cover the rows.
  var tiles: Int { (m + tileRows - 1) / tileRows }

  /// Returns the rows of one of the given number of pieces, in whole microkernel blocks.
  func rows(ofPiece piece: Int, of pieces: Int) -> Range<Int> {
    tiles * piece / pieces * tileRows..<min(m, tiles * (piece + 1) / pieces * tileRows)
  }

  /// Computes some rows of some panels of C on the calling thread.
  @inline(never)
  func compute(rows: Range<Int>, panels: Range<Int>) {
    let copiesA = a.columnStride > farApartInA, packsB = packsB
    let blockPanels = columnBlock / tileColumns
    let deepCount = k > deepest ? rows.count * columnBlock : 0
    withScratch(copiesA ? (rowBlock / tileRows) * groupDistance(depth: depthBlock) : 0) { groups in
      withScratch((packsB ? packedCount(n: columnBlock, k: depthBlock) : 0) + 2 * deepCount) { memory in
        let sums = DeepSums(memory: memory, firstRow: rows.lowerBound, count: deepCount),
          scratch = memory + 2 * deepCount
        for first in Swift.stride(from: panels.lowerBound, to: panels.upperBound, by: blockPanels) {
          let block = first..<min(first + blockPanels, panels.upperBound)
          // Make one round even if the depth is 0: sums without terms are zero, and they need the epilogue too.
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
              if deepCount > 0, start + depth == k || (start + depth) % deepest == 0 {
                addStretch(to: sums, rows: rows, panels: block, end: start + depth)
              }
              if start + depth == k { applyEpilogue(rows: rows, panels: block) }
            }
          }
        }
      }
    }
    if dotCount > 0, panels.upperBound == panelCount { computeDots(rows: rows) }
  }

  /// Returns the start of a panel of the depth block, in whichever form B is available.
  @inline(__always)
  private func rightPanel(
    _ panel: Int, first: Int, start: Int, depth: Int, _ scratch: UnsafePointer<Float>?
  ) -> UnsafePointer<Float> {
    if let packed { return packed + panelOffset(panel, start: start, depth: depth, panels: Kernels.panelCount(n)) }
    if let scratch { return scratch + panelOffset(panel - first, start: 0, depth: depth, panels: 0) }
    return b.start + (start * b.rowStride + panel * tileColumns)
  }

  /// Multiplies rows by one panel, one microkernel call at a time.
  @inline(__always)
  private func multiply(
    rows: Range<Int>, panel: Int, _ left: MatrixView, _ groupStep: Int, _ right: UnsafePointer<Float>, bStride: Int,
    start: Int, depth: Int
  ) {
    let column = panel * tileColumns, columns = min(tileColumns, n - dotCount - column)
    var group = left
    for row in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
      let count = min(tileRows, rows.upperBound - row), corner = c + (row * stride + column)
      microkernel(
        corner, stride: stride, rows: count, columns: columns, group, right, bStride: bStride, depth: depth,
        accumulate: start == 0 ? accumulate : start % deepest > 0)
      group.start += groupStep
    }
  }

  /// Adds the sums of a stretch of a deep product, which are in C, to those of the stretches before.
  @inline(never)
  private func addStretch(to sums: DeepSums, rows: Range<Int>, panels: Range<Int>, end: Int) {
    let column = panels.lowerBound * tileColumns
    let count = min(panels.upperBound * tileColumns, n - dotCount) - column
    for row in rows {
      sums.add(
        c + (row * stride + column), row: row, width: columnBlock, columns: count, isFirst: end <= deepest,
        isLast: end == k)
    }
  }

  /// Applies the epilogue to rows of a block while they are in the L2 cache. It works row by row, not after each
  /// microkernel call: rows that are a power of two apart would evict each other from the L1 cache.
  @inline(__always)
  private func applyEpilogue(rows: Range<Int>, panels: Range<Int>) {
    guard E.self != NoEpilogue.self else { return }
    let column = panels.lowerBound * tileColumns
    let count = min(panels.upperBound * tileColumns, n - dotCount) - column
    for row in rows { epilogue.apply(to: c + (row * stride + column), row: row, column: column, count: count) }
  }

  /// Computes the last columns as dot products with sixteen running sums.
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
  /// Creates the product of a row-major A and a packed matrix, with a contiguous C.
  init(
    packed b: PackedMatrix, _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, m: Int, accumulate: Bool,
    epilogue: E
  ) {
    self.init(
      c: c, stride: b.n, a: MatrixView(a, rowStride: b.k), b: b.view, packed: b.panels, m: m, n: b.n, k: b.k,
      accumulate: accumulate, epilogue: epilogue)
  }
}
