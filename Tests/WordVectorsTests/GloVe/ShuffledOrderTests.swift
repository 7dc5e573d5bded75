import Testing

@testable import WordVectors

struct ShuffledOrderTests {
  @Test func everyNumberOccursOnce() {
    for count in [1, 2, 3, 4, 5, 7, 8, 9, 100, 255, 256, 257, 65_537] {
      for stream in 0..<3 as Range<UInt64> {
        let order = ShuffledOrder(count: count, seed: 7, stream: stream)
        #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count), "\(count) numbers")
      }
    }
  }

  @Test func seedsAndStreamsGiveDifferentOrders() {
    let keys: [(seed: UInt64, stream: UInt64)] = [(1, 0), (1, 1), (2, 0), (2, 1)]
    let orders = keys.map { seed, stream in
      let order = ShuffledOrder(count: 100, seed: seed, stream: stream)
      return (0..<100).map { order[$0] }
    }
    #expect(Set(orders).count == 4)
  }

  /// In a random order of n numbers, one stays in its place on average, neighbors differ by n / 3, and half of them
  /// rise.
  @Test(arguments: [10_000, 65_536, 100_001]) func theOrderLooksRandom(count: Int) {
    var staying = 0, distance = 0, rising = 0
    let streams = 10
    for stream in 0..<streams {
      let order = ShuffledOrder(count: count, seed: 3, stream: UInt64(stream))
      for place in 0..<count {
        let number = order[place], next = order[(place + 1) % count]
        if number == place { staying += 1 }
        if next > number { rising += 1 }
        distance += abs(next - number)
      }
    }
    let all = Double(count * streams)
    #expect(staying < 30)
    #expect(abs(Double(distance) / all / (Double(count) / 3) - 1) < 0.02)
    #expect(abs(Double(rising) / all - 0.5) < 0.01)
  }
}
