import Numerics

/// The number of terms after which the sums of a product would drift: 64 depth blocks.
let deepest = 64 * depthBlock

/// The sums of a block of C that have more terms than ``deepest``.
///
/// C adds up one stretch of so many terms at a time. The sums of the stretches are added up here, and what rounding
/// adds to them is subtracted from the next, as in ``LongSum``.
struct DeepSums {
  /// Two floats per element: first all totals, then all excesses.
  let memory: UnsafeMutablePointer<Float>
  /// The first row of C that the block covers, and its number of elements.
  let firstRow, count: Int

  /// Adds the sums of a stretch, which are in a row of C, to those of the stretches before.
  ///
  /// - Parameters:
  ///   - c: `columns` sums; replaced by the totals if the stretch is the last.
  @inline(never)
  func add(
    _ c: UnsafeMutablePointer<Float>, row: Int, width: Int, columns: Int, isFirst: Bool, isLast: Bool
  ) {
    let totals = memory + (row - firstRow) * width, excesses = totals + count
    @inline(__always) func next(_ sum: Lanes, _ total: Lanes, _ excess: Lanes) -> (total: Lanes, excess: Lanes) {
      if isFirst { return (sum, .zero) }
      let term = sum - excess, next = total + term, added = (next - total) - term
      // Infinity minus infinity is NaN, and would turn all later sums into NaN.
      return (next, added.replacing(with: 0, where: added - added .!= Lanes.zero))
    }
    forEachLanes(columns) { i in
      let (total, excess) = next(load(c + i), load(totals + i), load(excesses + i))
      store(total, to: (isLast ? c : totals) + i)
      store(excess, to: excesses + i)
    } tail: { i, rest in
      let (total, excess) = next(
        load(c + i, count: rest), load(totals + i, count: rest), load(excesses + i, count: rest))
      store(total, to: (isLast ? c : totals) + i, count: rest)
      store(excess, to: excesses + i, count: rest)
    }
  }
}
