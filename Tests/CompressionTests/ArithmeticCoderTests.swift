import Compression
import Foundation
import Testing
import TestSupport

/// The lowest possible cost of a message, in bytes.
private func entropy(_ message: [SymbolShare]) -> Double {
  message.reduce(0) { $0 + log2(Double($1.total) / Double($1.frequency)) } / 8
}

private func encode(_ message: [SymbolShare]) -> [UInt8] {
  var encoder = ArithmeticEncoder()
  for share in message { encoder.encode(share) }
  return encoder.finish()
}

/// Decodes a message with known totals and expects each point to be in its symbol's share.
private func expectDecoded(_ message: [SymbolShare], _ bytes: [UInt8]) {
  var decoder = ArithmeticDecoder(bytes)
  let wrong = message.firstIndex { share in
    let point = decoder.point(total: share.total)
    guard point >= share.start, point - share.start < share.frequency else { return true }
    decoder.advance(past: share)
    return false
  }
  #expect(wrong == nil && !decoder.isExhausted)
}

/// A share of random size in a total of random size; small and large ones are equally likely.
private func randomShare(_ values: inout RandomValues) -> SymbolShare {
  let total = UInt32(1 + values.next() % (1 << (1 + values.next() % 24)))
  let frequency = UInt32(1 + values.next() % UInt64(total)) >> UInt32(values.next() % 24)
  let size = max(1, frequency)
  return SymbolShare(start: UInt32(values.next() % UInt64(total - size + 1)), frequency: size, total: total)
}

@Test(arguments: 0..<40)
func randomSymbolsRoundTripAndCostTheirEntropy(seed: Int) {
  var values = RandomValues(seed: UInt64(seed))
  let message = (0..<20_000).map { _ in randomShare(&values) }
  let bytes = encode(message)
  expectDecoded(message, bytes)
  #expect(Double(bytes.count) >= entropy(message) - 1 && Double(bytes.count) <= entropy(message) + 2)
}

@Test func extremeProbabilitiesCostWhatTheyShould() {
  let total = SymbolShare.largestTotal
  let likely = SymbolShare(start: 0, frequency: total - 1, total: total)
  let rare = SymbolShare(start: total - 1, frequency: 1, total: total)
  let rareFirst = SymbolShare(start: 0, frequency: 1, total: total)
  let likelyLast = SymbolShare(start: 1, frequency: total - 1, total: total)
  for (message, size) in [
    ([SymbolShare](repeating: likely, count: 100_000), 0...2),
    ([SymbolShare](repeating: rare, count: 1000), 3000...3002),
    ([SymbolShare](repeating: rareFirst, count: 1000), 0...3002),
    ([SymbolShare](repeating: likelyLast, count: 100_000), 0...2),
    ((0..<100_000).map { $0 % 1000 == 999 ? rare : likely }, 300...303),
    ((0..<100_000).map { $0 % 1000 == 0 ? rareFirst : likelyLast }, 300...303),
  ] {
    let bytes = encode(message)
    expectDecoded(message, bytes)
    #expect(size.contains(bytes.count), "\(bytes.count)")
  }
}

@Test func carriesPropagateThroughFullBytes() {
  func third(_ number: UInt32) -> SymbolShare { SymbolShare(start: number, frequency: 1, total: 3) }
  // The middle third of the middle third, and so on: an interval around 1/2 in which no byte is settled. A symbol at
  // either end of it makes the bytes 80 00 00 ... or 7F FF FF ....
  let middle = [SymbolShare](repeating: third(1), count: 30)
  for (last, first, others) in [(2, 0x80, 0x00), (0, 0x7F, 0xFF)] as [(UInt32, UInt8, UInt8)] {
    let message = middle + [SymbolShare](repeating: third(last), count: 20)
    let bytes = encode(message)
    expectDecoded(message, bytes)
    #expect(bytes[0] == first && bytes[1..<5].allSatisfy { $0 == others }, "\(bytes)")
  }
}

@Test func messagesWithoutInformationCostNothing() {
  #expect(encode([]).isEmpty)
  let certain = SymbolShare(start: 0, frequency: 7, total: 7)
  #expect(encode([SymbolShare](repeating: certain, count: 1000)).count <= 1)
}

@Test(arguments: 0..<20)
func decodingAnyBytesTerminates(seed: Int) {
  var values = RandomValues(seed: UInt64(seed))
  let bytes = (0..<50).map { _ in seed == 0 ? UInt8.max : UInt8(truncatingIfNeeded: values.next()) }
  var decoder = ArithmeticDecoder(bytes)
  var steps = 0
  while !decoder.isExhausted, steps < 10_000 {
    let total = 1 + UInt32(values.next() % UInt64(SymbolShare.largestTotal))
    decoder.advance(past: SymbolShare(start: decoder.point(total: total), frequency: 1, total: total))
    steps += 1
  }
  #expect(decoder.isExhausted)
}
