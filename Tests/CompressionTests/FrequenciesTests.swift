import Compression
import Testing
import TestSupport

private func frequencies(_ weights: [Float]) -> Frequencies {
  var frequencies = Frequencies(count: 1)
  weights.withUnsafeBufferPointer { _ = frequencies.set($0) }
  return frequencies
}

private func sum(_ frequencies: Frequencies) -> Int { frequencies.values.reduce(0) { $0 + Int($1) } }

@Test func frequenciesMatchTheCalculationByHand() {
  // 2^24 - 3 = 16777213 units are divided by weight; rounded down, half of them are 8388606, a quarter 4194303.
  #expect(frequencies([0.25, 0.5, 0.25]).values == [4_194_304, 8_388_608, 4_194_304])
  // The first gets only the minimum, the second everything else.
  #expect(frequencies([0, 5]).values == [1, 16_777_215])
}

@Test(arguments: [1, 2, 3, 65, 97, 1000, 50_000])
func frequenciesSumToTheTotalAndNoneIsZero(count: Int) {
  var values = RandomValues(seed: UInt64(count))
  for power in 0..<6 {
    let weights = (0..<count).map { _ in
      let x = values.float(in: 0...1)
      return (0..<(1 << power)).reduce(Float(1)) { y, _ in y * x }
    }
    let result = frequencies(weights)
    #expect(result.values.count == count && sum(result) == 1 << 24 && result.values.allSatisfy { $0 > 0 })
    let total = weights.reduce(0) { $0 + Double($1) }
    let largest = result.values.indices.max { result.values[$0] < result.values[$1] } ?? 0
    for i in weights.indices where i != largest {
      let ideal = Double(weights[i]) / total * Double((1 << 24) - count)
      #expect(abs(Double(result.values[i]) - 0.5 - ideal) < 0.501)
    }
  }
}

@Test func weightsWithoutAUsableSumGiveEqualFrequencies() {
  for weights in [[0, 0, 0], [Float.nan, 1, 2], [.infinity, 1, 2]] as [[Float]] {
    let result = frequencies(weights)
    #expect(sum(result) == 1 << 24)
    #expect(result.values == [5_592_406, 5_592_405, 5_592_405])
  }
}

@Test func everyPointMapsToTheSymbolWhoseShareContainsIt() {
  let result = frequencies([0.1, 0, 0.7, 0.2, 0])
  var end: UInt32 = 0
  for symbol in 0..<5 {
    let share = result.share(of: symbol)
    #expect(share.start == end && share.frequency == result.values[symbol] && share.total == 1 << 24)
    end += share.frequency
    for point in [share.start, end - 1] {
      #expect(result.symbol(at: point) == (symbol, share))
    }
  }
  #expect(end == 1 << 24)
}
