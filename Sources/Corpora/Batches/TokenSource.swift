/// Tokens that training windows are read from: an array, or a file that is too large for memory.
///
///     let source: any TokenSource = tokens[...]
public protocol TokenSource: Sendable {
  /// The number of tokens.
  var count: Int { get }

  /// Copies a stretch of tokens, counted from the first one, to a place with room for it.
  func copyTokens(_ range: Range<Int>, to place: UnsafeMutablePointer<Int32>)
}

extension TokenSource {
  /// Returns a stretch of tokens, counted from the first one.
  public func tokens(_ range: Range<Int>) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: range.count) { buffer, count in
      if let place = buffer.baseAddress { copyTokens(range, to: place) }
      count = range.count
    }
  }
}

extension ArraySlice<Int32>: TokenSource {
  /// Copies a stretch of tokens, counted from the first one, to a place with room for it.
  public func copyTokens(_ range: Range<Int>, to place: UnsafeMutablePointer<Int32>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "copyTokens: \(range) of \(count) tokens")
    withUnsafeBufferPointer { tokens in
      guard let first = tokens.baseAddress else { return }
      place.update(from: first + range.lowerBound, count: range.count)
    }
  }
}
