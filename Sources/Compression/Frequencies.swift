import Foundation

/// Integer frequencies from a model's probabilities, for an arithmetic coder: each symbol has at least one part, and all
/// together have exactly 2^24.
///
/// With n symbols of the weights w, a symbol gets `1 + floor(w (2^24 - n) / sum(w))` parts; the largest, the first of
/// equals, also gets the few that rounding down left over. A symbol of probability 0 thus costs 24 bits instead of being
/// impossible, and the others lose n / 2^24 of their share at most: six millionths of a bit for 65 characters.
///
/// Encoder and decoder must come to the same integers. The steps are single IEEE operations in one fixed order, in
/// double precision, without fused multiply-add and without the C library: the same weights give the same
/// frequencies on every machine.
public struct Frequencies: Sendable {
  /// The parts of all symbols together.
  public static let total = SymbolShare.largestTotal

  /// How many symbols there may be: so many that they share at least half of the parts by weight.
  public static let counts = 1...Int(total) / 2

  /// The least that one of so many symbols can cost, in bits: all the others have a part each.
  static func leastBits(count: Int) -> Double { log2(Double(total) / Double(Int(total) - count + 1)) }

  /// The parts of each symbol.
  public private(set) var values: [UInt32]

  /// Frequencies of so many symbols, equal ones at first.
  public init(count: Int) {
    precondition(Self.counts.contains(count), "Frequencies: \(count) symbols")
    values = [UInt32](repeating: 1, count: count)
    setEqual()
  }

  /// Sets the frequencies of as many symbols as there are weights; these are not negative, and need not add up to 1.
  /// Where their sum is 0 or no number, all symbols get the same.
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

  /// The share of a symbol.
  public func share(of symbol: Int) -> SymbolShare {
    let start = values.withUnsafeBufferPointer { values in
      var start: UInt32 = 0
      for i in 0..<symbol { start &+= values[i] }
      return start
    }
    return SymbolShare(start: start, frequency: values[symbol], total: Self.total)
  }

  /// The symbol whose share holds a part, and the share.
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

  /// Gives a symbol what is missing in the total.
  private mutating func giveRest(to symbol: Int) {
    values[symbol] += Self.total - values.reduce(0, &+)
  }

  /// The sum in one fixed order: four sums side by side, for one alone would wait for each addition, and then these.
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
  /// Reads a symbol that was coded by these frequencies.
  public mutating func decode(_ frequencies: Frequencies) -> Int {
    let (symbol, share) = frequencies.symbol(at: point(total: Frequencies.total))
    advance(past: share)
    return symbol
  }
}
