import Numerics

/// How many terms of a sum are added up in registers before they go to memory.
///
/// A panel of B of this depth (192 x 32 floats, 24 KB) and the rows of A that meet it (12 x 192, 9 KB), and those that
/// come next, share the first-level cache of 48 KB. The value is part of the order of the sums, so it is the same on every
/// machine.
let depthBlock = 192

/// Panels and groups of rows are this many floats longer than what stands in them. Without that, their starts lie a
/// whole number of pages apart, and a row that is dealt out to a dozen of them meets the same few lines of the cache.
private let padding = laneCount

/// Rows of B that lie further apart than this, 1.5 KB, are copied together before they are read again and again: else each
/// step of depth would meet another page, of which the processor remembers few; and rows 2 KB apart share a thirty-second
/// of the first-level cache. A, of which a tile reads less, may lie a little further apart.
let farApart = 384
let farApartInA = 512

/// Whether the tile cannot read a right-hand operand of n columns as it lies: its rows are not runs of whole tiles, or are
/// far apart.
@inline(__always)
func needsPanels(_ b: MatrixView, n: Int) -> Bool {
  b.columnStride != 1 || b.rowStride > farApart || n % tileColumns != 0
}

/// How many panels of `tileColumns` columns hold n columns.
@inline(__always)
func panelCount(_ n: Int) -> Int { (n + tileColumns - 1) / tileColumns }

/// How many floats the panels of a k x n matrix take.
@inline(__always)
func packedCount(n: Int, k: Int) -> Int {
  panelOffset(0, start: k, depth: 0, panels: panelCount(n)) + panelCount(n) * padding
}

/// Where a panel begins: depth blocks follow one another, and in each, panel after panel.
///
/// - Parameters:
///   - start: the first row of the depth block, and `depth` how many rows it has.
///   - panels: how many panels the matrix has.
@inline(__always)
func panelOffset(_ panel: Int, start: Int, depth: Int, panels: Int) -> Int {
  panels * (start * tileColumns + (start + depthBlock - 1) / depthBlock * padding)
    + panel * (depth * tileColumns + padding)
}

/// The right-hand operand of products, k x n: as it lies in memory, and copied into panels where the tile needs them.
///
/// Weights that take part in several products are packed once and kept until they change.
public final class PackedMatrix: Sendable {
  let n, k: Int
  let view: MatrixView
  private let block: Memory.Block?

  /// Packs b, which is k x n, or n x k if `transposed`; b must stay where it is; after it has changed, ``repack(_:)`` copies it again.
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

  /// Copies panels again, after b has changed.
  private func pack(panels: Range<Int>) {
    guard let block else { return }
    Kernels.pack(block.start, view, n: n, k: k, panels: panels)
  }

  /// Packs matrices again, after what they were packed from has changed.
  ///
  /// Each thread takes the same part of every matrix, as optimizers do (`forEachChunk`), so it finds in its cache what it
  /// has just written.
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

  /// The first panel, if the matrix was copied.
  var panels: UnsafePointer<Float>? { block.map { UnsafePointer($0.start) } }
}

/// Copies panels of B so that the tile reads them front to back.
///
/// In each panel, row after row of `tileColumns` floats, with zeros where B has no more columns.
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
    // Row by row, so that each page of B is visited once.
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
    // Room for two blocks, once for all: so much of the stack is asked of the system's allocator.
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
/// Blocks of 16 x 16 turn in registers; what is left of the depth goes number by number.
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
/// Interleaving the upper half of the rows with the lower half rotates the bits of each element's number by one; after
/// four rounds row and column have changed places. Each interleaving is one shuffle of two registers.
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

/// How far apart the groups of ``groupRows(_:_:rows:depth:)`` stand.
@inline(__always)
func groupDistance(depth: Int) -> Int { depth * tileRows + padding }

/// Copies rows of a transposed A (its row stride is 1) into groups of `tileRows`, each group step by step of depth.
///
/// It goes along the memory of A, and moves sixteen floats for twelve: the next step overwrites what is too much, as the
/// padding takes the last. Where A's memory ends, the last group is copied by its own number of rows.
func groupRows(_ groups: UnsafeMutablePointer<Float>, _ a: MatrixView, rows: Int, depth: Int) {
  let distance = groupDistance(depth: depth)
  // Groups whose sixteen floats lie inside the rows.
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
