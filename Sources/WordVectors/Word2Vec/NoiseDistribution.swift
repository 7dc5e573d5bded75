import Numerics

/// Draws words with probabilities proportional to their counts to the power of 3/4 (Mikolov et al. 2013, section 2.2),
/// in constant time per word by Walker's alias method, with the table built by Vose's method (1991).
///
/// Every slot of the table is equally likely. It holds a word, the fraction of the slot that belongs to this word, and
/// a second word that gets the rest.
struct NoiseDistribution: Sendable {
  private struct Slot {
    /// The word's own fraction, in units of 2^-32.
    var share: UInt32
    /// The word that gets the rest.
    var other: Int32
  }

  private let slots: [Slot]

  init(counts: [Int]) {
    // Computed from square roots, which every machine rounds alike.
    let weights = counts.map { count in
      let root = Double(count).squareRoot()
      return root * root.squareRoot()
    }
    let mean = weights.reduce(0, +) / Double(weights.count)
    var left = weights.map { $0 / mean }
    var slots = weights.indices.map { Slot(share: .max, other: Int32($0)) }
    var small = left.indices.filter { left[$0] < 1 }, large = left.indices.filter { left[$0] >= 1 }
    while let poor = small.popLast(), let rich = large.popLast() {
      slots[poor] = Slot(share: UInt32(min(left[poor] * 0x1p32, 0xFFFF_FFFF)), other: Int32(rich))
      left[rich] -= 1 - left[poor]
      if left[rich] < 1 { small.append(rich) } else { large.append(rich) }
    }
    self.slots = slots
  }

  /// Draws the next word.
  @inline(__always)
  func draw(using generator: inout RandomGenerator) -> Int32 {
    let bits = generator.next()
    let word = Int(((bits >> 32) &* UInt64(slots.count)) >> 32)
    return UInt32(truncatingIfNeeded: bits) <= slots[word].share ? Int32(word) : slots[word].other
  }
}
