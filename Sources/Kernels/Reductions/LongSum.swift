import Numerics

// Sums of any length. A plain running sum rounds after each term, by up to half a unit in the last place of the sum so
// far. If the terms are alike, it rounds in the same direction again and again: after a million times 0.1, the fourth
// digit is wrong. So all sums here have the same shape: plain running sums over blocks of sixteen terms per lane, and a
// ``LongSum`` over the blocks. With u = 2^-24, half a unit in the last place, the relative error of a sum of positive
// terms is at most 8.5 u from the blocks, 2 u from the sum over them, and 4 u from adding up the lanes: below 1e-6 for
// any number of terms. The order depends only on the number of terms. Up to sixteen terms per lane cost what they
// always did; beyond that, a block costs five additions more.

/// Sixteen running sums, one per lane, that make up for their rounding errors (Kahan 1965).
///
///     var total = LongSum()
///     for block in SumBlocks(count, step: laneCount) {
///       var sum = Lanes.zero
///       forEachLanes(block.count) { ... }  // adds up the terms of the block
///       total.add(sum)
///     }
///     total.lanes
struct LongSum {
  private var total = Lanes.zero
  /// What rounding has added to the total. It is subtracted from the next term.
  private var excess = Lanes.zero
  /// A running sum as it would be without this. Infinity minus infinity is NaN, so from the first infinite term on, the
  /// excess is useless, and this sum is right.
  private var plain = Lanes.zero
  private var count = 0

  @inline(__always)
  mutating func add(_ x: Lanes) {
    // Most sums have one block, so this costs them nothing.
    if count == 0 {
      total = x
      plain = x
    } else {
      let term = x - excess
      let next = total + term
      excess = (next - total) - term
      total = next
      plain += x
    }
    count += 1
  }

  /// The sums, one per lane.
  @inline(__always)
  var lanes: Lanes { count < 2 ? total : plain.replacing(with: total, where: total - total .== Lanes.zero) }
}

/// The blocks of a sum: ranges of indices below `count` with at most sixteen terms per lane, in order.
struct SumBlocks: Sequence, IteratorProtocol {
  /// The number of terms per lane that a plain running sum adds up.
  static let length = 16

  private let count, size: Int
  private var start = 0

  /// - Parameter step: the number of indices that are processed at a time: sixteen if neighbors are summed in sixteen
  ///   lanes, one if rows are added to each other.
  @inline(__always)
  init(_ count: Int, step: Int) {
    self.count = count
    size = Self.length * step
  }

  @inline(__always)
  mutating func next() -> Range<Int>? {
    guard start < count else { return nil }
    let end = Swift.min(start + size, count)
    defer { start = end }
    return start..<end
  }
}
