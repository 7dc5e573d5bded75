extension RandomNumberGenerator {
  /// Returns a random integer below `count`, with integer arithmetic only, in the same way as random batches.
  package mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// Returns one of some elements, of which there must be at least one.
  package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Returns a number from 0 up to, but not including, 1, in steps of 2^-53.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Shuffles (Fisher and Yates), in the same way on every machine and with every toolchain.
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for i in elements.indices.reversed() { elements.swapAt(i, below(i + 1)) }
  }
}
