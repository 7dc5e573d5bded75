import Numerics

/// The number of terms of a sum that are added in registers before the sum goes to memory.
///
/// A panel of B of this depth (192 x 32 floats, 24 KB), the rows of A that are multiplied by it (12 x 192, 9 KB), and
/// the rows that come next share the L1 cache of 48 KB. The value affects the order of the sums, so it is the same on
/// every machine.
let depthBlock = 192

/// Panels and groups of rows are this many floats longer than their contents. Otherwise they would start a whole number
/// of pages apart, and a row that is distributed to a dozen of them would use the same few lines of the cache.
private let padding = laneCount

/// Rows of B that are farther apart than this (1.5 KB) are copied into contiguous memory before they are read over and
/// over. Otherwise each step of depth would touch another page, of which the TLB holds only a few, and rows that are 2
/// KB apart would share a thirty-second of the L1 cache. The microkernel reads less of A, so the rows of A can be a
/// little farther apart.
let farApart = 384
let farApartInA = 512

/// Returns whether the microkernel cannot read a right-hand operand of n columns in place, because its rows are not
/// contiguous or are far apart, or n is not a multiple of the microkernel's columns.
@inline(__always)
func needsPanels(_ b: MatrixView, n: Int) -> Bool {
  b.columnStride != 1 || b.rowStride > farApart || n % tileColumns != 0
}

/// Returns the number of panels of `tileColumns` columns that hold n columns.
@inline(__always)
func panelCount(_ n: Int) -> Int { (n + tileColumns - 1) / tileColumns }

/// Returns the number of floats that the panels of a k x n matrix take.
@inline(__always)
func packedCount(n: Int, k: Int) -> Int {
  panelOffset(0, start: k, depth: 0, panels: panelCount(n)) + panelCount(n) * padding
}

/// Returns the offset of a panel. Depth blocks follow one another, and the panels in each block do too.
///
/// - Parameters:
///   - start: the first row of the depth block; depth: its number of rows.
///   - panels: the number of panels in the matrix.
@inline(__always)
func panelOffset(_ panel: Int, start: Int, depth: Int, panels: Int) -> Int {
  panels * (start * tileColumns + (start + depthBlock - 1) / depthBlock * padding)
    + panel * (depth * tileColumns + padding)
}

/// The right-hand operand of products, k x n: in place, and copied into panels if the microkernel needs them.
///
/// Weights that are used in several products are packed once and kept until they change.
public final class PackedMatrix: Sendable {
  let n, k: Int
  let view: MatrixView
  private let block: Memory.Block?

  /// Packs b, which is k x n, or n x k if `transposed`. The memory of b must stay valid. After b has changed,
  /// ``repack(_:)`` copies it again.
  public init(_ b: UnsafePointer<Float>, n: Int, k: Int, transposed: Bool) {
    self.n = n
    self.k = k
    view = MatrixView(start: b, rowStride: transposed ? 1 : n, columnStride: transposed ? k : 1)
    guard needsPanels(view, n: n) else {
      block = nil
      return
    }
    block = Memory.current.take(packedCount(n: n, k: k))
    parallel(panelCount(n), work: n * k) { range in pack(panels: range) }
  }

  deinit { block?.giveBack() }

  /// Copies the given panels, at first and again after b has changed.
  private func pack(panels: Range<Int>) {
    guard let block else { return }
    Kernels.pack(block.start, view, n: n, k: k, panels: panels)
  }

  /// Packs matrices again after their sources have changed.
  ///
  /// Each thread takes the same part of every matrix, as optimizers do (`forEachChunk`), so it finds the data that it
  /// has just written in its cache.
  public static func repack(_ matrices: [PackedMatrix]) {
    let parts = 4 * Threads.count
    parallel(parts, work: matrices.reduce(0) { $0 + $1.n * $1.k }) { range in
      for part in range {
        for matrix in matrices {
          let panels = panelCount(matrix.n)
          matrix.pack(panels: panels * part / parts..<panels * (part + 1) / parts)
        }
      }
    }
  }

  /// The first panel; nil if the matrix was not copied.
  var panels: UnsafePointer<Float>? { block.map { UnsafePointer($0.start) } }
}

/// Copies panels of B so that the microkernel reads them front to back.
///
/// Each panel stores one row of `tileColumns` floats after another, with zeros where B has no more columns.
func pack(_ packed: UnsafeMutablePointer<Float>, _ b: MatrixView, n: Int, k: Int, panels: Range<Int>) {
  for start in stride(from: 0, to: k, by: depthBlock) {
    let depth = min(depthBlock, k - start)
    packBlock(
      packed + panelOffset(panels.lowerBound, start: start, depth: depth, panels: panelCount(n)),
      b.from(row: start, column: panels.lowerBound * tileColumns), depth: depth,
      columns: min(n, panels.upperBound * tileColumns) - panels.lowerBound * tileColumns)
  }
}

/// Packs neighboring panels of one depth block.
func packBlock(_ packed: UnsafeMutablePointer<Float>, _ b: MatrixView, depth: Int, columns: Int) {
  let distance = depth * tileColumns + padding
  let whole = columns / tileColumns * tileColumns
  if b.columnStride == 1 {
    // Copy row by row, so each page of B is visited once.
    for p in 0..<depth {
      let source = b.start + p * b.rowStride
      var destination = packed + p * tileColumns
      for j in stride(from: 0, to: whole, by: tileColumns) {
        for half in stride(from: 0, to: tileColumns, by: laneCount) {
          store(load(source + (j + half)), to: destination + half)
        }
        destination += distance
      }
    }
  } else {
    // Room for two blocks of 16 x 16, allocated once for all panels: temporary memory of this size comes from the
    // system's allocator.
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * laneCount) { rows in
      for j in stride(from: 0, to: whole, by: tileColumns) {
        packTransposed(
          packed + j / tileColumns * distance, b.from(row: 0, column: j), depth: depth, rows.baseAddress!)
      }
    }
  }
  guard whole < columns else { return }
  let last = packed + whole / tileColumns * distance, rest = b.from(row: 0, column: whole)
  for p in 0..<depth {
    let row = rest.start + p * rest.rowStride, destination = last + p * tileColumns
    for j in 0..<tileColumns { destination[j] = j < columns - whole ? row[j * rest.columnStride] : 0 }
  }
}

/// Packs one whole panel of a matrix that is stored transposed: each column of the panel is a row in memory.
///
/// Blocks of 16 x 16 are transposed in registers; the rest of the depth is copied number by number.
@inline(__always)
private func packTransposed(
  _ panel: UnsafeMutablePointer<Float>, _ b: MatrixView, depth: Int, _ rows: UnsafeMutablePointer<Lanes>
) {
  let wholeDepth = depth / laneCount * laneCount
  for j in stride(from: 0, to: tileColumns, by: laneCount) {
    for p in stride(from: 0, to: wholeDepth, by: laneCount) {
      transposeBlock(
        panel + (p * tileColumns + j), stride: tileColumns, b.start + (j * b.columnStride + p), stride: b.columnStride,
        rows)
    }
  }
  for j in 0..<tileColumns {
    let source = b.start + j * b.columnStride
    for p in wholeDepth..<depth { panel[p * tileColumns + j] = source[p] }
  }
}

/// Transposes a block of 16 x 16 floats.
///
/// Interleaving the upper half of the rows with the lower half rotates the bits of each element's index by one. After
/// four rounds, row and column have traded places. Each interleaving is one shuffle of two registers.
///
/// - Parameter rows: room for two blocks.
@inline(__always)
private func transposeBlock(
  _ y: UnsafeMutablePointer<Float>, stride yStride: Int, _ x: UnsafePointer<Float>, stride xStride: Int,
  _ rows: UnsafeMutablePointer<Lanes>
) {
  var from = rows, to = rows + laneCount
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

@inline(__always)
private func interleave(_ even: SIMD8<Float>, _ odd: SIMD8<Float>) -> Lanes {
  var lanes = Lanes()
  lanes.evenHalf = even
  lanes.oddHalf = odd
  return lanes
}

/// Returns the distance between the groups of ``groupRows(_:_:rows:depth:)``, in floats.
@inline(__always)
func groupDistance(depth: Int) -> Int { depth * tileRows + padding }

/// Copies rows of a transposed A (its row stride is 1) into groups of `tileRows`; each group stores one step of depth
/// after another.
///
/// It reads A in the order of memory, and copies sixteen floats where `tileRows` (12 or 6) are needed: the next step
/// overwrites the excess, and the padding holds that of the last step. At the end of A's memory, the exact number of
/// rows is copied.
func groupRows(_ groups: UnsafeMutablePointer<Float>, _ a: MatrixView, rows: Int, depth: Int) {
  let distance = groupDistance(depth: depth)
  // The groups for which all sixteen floats are inside the rows.
  let whole = rows < laneCount ? 0 : (rows - laneCount) / tileRows + 1
  for p in 0..<depth {
    let source = a.start + p * a.columnStride
    var destination = groups + p * tileRows
    for g in 0..<whole {
      store(load(source + g * tileRows), to: destination)
      destination += distance
    }
    for r in whole * tileRows..<rows { groups[r / tileRows * distance + p * tileRows + r % tileRows] = source[r] }
  }
}
