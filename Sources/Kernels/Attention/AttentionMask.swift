/// Which keys a query may attend to.
///
/// Queries and keys end at the same time step: query t (of T) is at the time step of key t + S - T (of S). A few new
/// queries after many old keys therefore see all of the old ones. If there are more queries than keys, the first T - S
/// see none.
public enum AttentionMask: Equatable, Sendable {
  /// Every query sees every key.
  case none
  /// A query sees the keys up to its own time step: s <= t + S - T.
  case causal
  /// A query sees the given number of keys, up to its own time step: t + S - T - count < s <= t + S - T (Beltagy et al.
  /// 2020, section 3.1).
  case window(Int)
}

extension AttentionMask {
  /// Returns the keys that at least one of the given queries sees.
  ///
  /// - Parameters:
  ///   - queries: a range of the T queries, at least one.
  ///   - queryCount: T.
  ///   - keyCount: S.
  @inline(__always)
  func keys(seenBy queries: Range<Int>, queryCount: Int, keyCount: Int) -> Range<Int> {
    let offset = keyCount - queryCount
    switch self {
    case .none: return 0..<keyCount
    case .causal: return 0..<max(0, queries.upperBound + offset)
    case .window(let count):
      // A window longer than all keys changes nothing, but could overflow.
      let first = queries.lowerBound + offset + 1 - min(count, keyCount)
      return max(0, first)..<max(0, queries.upperBound + offset)
    }
  }
}
