/// What is known about one question after one context: 8 bytes.
///
/// Two kinds of knowledge are kept, since neither is best everywhere: a probability, which moves toward each answer by
/// 1 / (n + 1.5) of the distance, as a count of all answers would; and a short history, from which a table that learns
/// what such histories are worth makes another probability (see ``HistoryTable``).
struct BitStatistics {
  /// A hash of the context and the node, or 0 if the place is free.
  var check: UInt16 = 0
  /// The probability of yes, in units of 1 / 65536.
  var probability: UInt16 = 32768
  /// How often yes and no came lately, and the last two answers; see ``BitHistory``.
  var history: UInt16 = 0
  /// The number of answers, up to 255.
  var count: UInt16 = 0
}

/// The number of recent answers of each kind, up to 15, and the last two answers, in 10 bits.
///
/// An answer that contradicts many others makes most of them count no more: what came last says more about what comes
/// next (the states of Mahoney 2005, without their table).
enum BitHistory {
  static let count = 1 << 10

  /// What is left of a number of answers when the other answer comes.
  private static let faded = [0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6]

  /// The history after each history and answer: `2 * history + answer`.
  static let next: [UInt16] = (0..<2 * count).map { index in
    let (history, answer) = (index >> 1, index & 1)
    var counts = [history >> 6, history >> 2 & 15]
    counts[answer] = min(15, counts[answer] + 1)
    counts[1 - answer] = faded[counts[1 - answer]]
    return UInt16(counts[0] << 6 | counts[1] << 2 | (history << 1 | answer) & 3)
  }
}

/// A probability that learns: 22 bits of probability and the number of answers in 10 bits.
struct LearnedProbability {
  private(set) var bits: UInt32

  init(_ probability: Double) { bits = UInt32(probability * Double(1 << 22)) << 10 }
  init(bits: UInt32) { self.bits = bits }

  /// The index of the probability in ``LogOdds/stretched``.
  var stretchIndex: Int { Int(bits >> 20) }

  /// Moves toward an answer by 1 / (n + 1.5) of the distance; n is the number of answers so far, up to a limit.
  mutating func learn(_ answer: Int, limit: UInt32 = 255) {
    let n = bits & 1023
    let target: Int64 = answer == 1 ? (1 << 22) - 1 : 0, p = Int64(bits >> 10)
    // Shifts round down, so differences of both signs keep their order on every machine.
    let moved = p + ((target - p) * Int64(reciprocals[Int(n)])) >> 16
    bits = UInt32(truncatingIfNeeded: moved) << 10 | min(n + 1, limit)
  }
}

/// 65536 / (n + 1.5), rounded down.
let reciprocals: [Int32] = (0..<1024).map { Int32(131_072 / (2 * $0 + 3)) }
