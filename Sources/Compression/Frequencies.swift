import Foundation

/// Integer frequencies from a model's probabilities, for an arithmetic coder: each symbol has at least one part, and
/// all symbols together have exactly 2^24.
///
/// With n symbols of weights w, a symbol gets `1 + floor(w (2^24 - n) / sum(w))` parts; the largest (the first if
/// several are equal) also gets the few that rounding down leaves over. So a symbol of probability 0 costs 24 bits
/// instead of being impossible, and the others lose at most n / 2^24 of their share: six millionths of a bit for 65
/// characters.
///
/// Encoder and decoder must compute the same integers. The steps are single IEEE operations in one fixed order, in
/// double precision, without fused multiply-add and without the C library, so the same weights yield the same
/// frequencies on every machine.
public struct Frequencies: Sendable {
  /// The number of parts of all symbols together.
  public static let total = SymbolShare.largestTotal

  /// The supported numbers of symbols: at least half of the parts are left to divide by weight.
  public static let counts = 1...Int(total) / 2

  /// Returns the least that one of `count` symbols can cost, in bits: each of the others has one part.
  static func leastBits(count: Int) -> Double { log2(Double(total) / Double(Int(total) - count + 1)) }

  /// The parts of each symbol.
  public private(set) var values: [UInt32]

  /// Creates frequencies of `count` symbols, equal at first.
  public init(count: Int) {
    precondition(Self.counts.contains(count), "Frequencies: \(count) symbols")
    values = [UInt32](repeating: 1, count: count)
    setEqual()
  }

  /// Sets the frequencies of as many symbols as there are weights. Weights must not be negative and need not add up to
  /// 1. If their sum is 0 or not finite, all symbols get the same frequency.
  ///
  /// - Returns: the sum of the weights.
  @discardableResult
  public mutating func set(_ weights: UnsafeBufferPointer<Float>) -> Double {
    precondition(Self.counts.contains(weights.count), "Frequencies: \(weights.count) symbols")
    if weights.count < values.count {
      values.removeLast(values.count - weights.count)
    } else {
      values.append(contentsOf: repeatElement(1, count: weights.count - values.count))
    }
    let sum = sum(weights)
    guard sum > 0, sum.isFinite else {
      setEqual()
      return sum
    }
    let scale = Double(Int(Self.total) - values.count) / sum
    var largest = 0
    values.withUnsafeMutableBufferPointer { values in
      for i in values.indices { values[i] = 1 + UInt32(Double(weights[i]) * scale) }
      for i in values.indices where values[i] > values[largest] { largest = i }
    }
    giveRest(to: largest)
    return sum
  }

  /// Returns the share of a symbol.
  public func share(of symbol: Int) -> SymbolShare {
    let start = values.withUnsafeBufferPointer { values in
      var start: UInt32 = 0
      for i in 0..<symbol { start &+= values[i] }
      return start
    }
    return SymbolShare(start: start, frequency: values[symbol], total: Self.total)
  }

  /// Returns the symbol with a given part in its share, and the share.
  public func symbol(at point: UInt32) -> (symbol: Int, share: SymbolShare) {
    var symbol = 0
    var start: UInt32 = 0
    while point - start >= values[symbol] {
      start += values[symbol]
      symbol += 1
    }
    return (symbol, SymbolShare(start: start, frequency: values[symbol], total: Self.total))
  }

  private mutating func setEqual() {
    for i in values.indices { values[i] = Self.total / UInt32(values.count) }
    giveRest(to: 0)
  }

  /// Gives a symbol the parts that are missing from the total.
  private mutating func giveRest(to symbol: Int) {
    values[symbol] += Self.total - values.reduce(0, &+)
  }

  /// Returns the sum in one fixed order: first four sums side by side, since one alone would wait for each addition,
  /// then the sum of these.
  private func sum(_ weights: UnsafeBufferPointer<Float>) -> Double {
    var a = 0.0, b = 0.0, c = 0.0, d = 0.0
    let even = weights.count & ~3
    for i in stride(from: 0, to: even, by: 4) {
      a += Double(weights[i])
      b += Double(weights[i + 1])
      c += Double(weights[i + 2])
      d += Double(weights[i + 3])
    }
    for i in even..<weights.count { a += Double(weights[i]) }
    return (a + b) + (c + d)
  }
}

extension ArithmeticDecoder {
  /// Decodes a symbol that was coded with these frequencies.
  public mutating func decode(_ frequencies: Frequencies) -> Int {
    let (symbol, share) = frequencies.symbol(at: point(total: Frequencies.total))
    advance(past: share)
    return symbol
  }
}
