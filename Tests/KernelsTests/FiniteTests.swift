import Kernels
import TestSupport
import Testing

@Suite struct FiniteTests {
  @Test(arguments: [1, 15, 16, 17, 33, 4095, 4097, 100_003], [1, 3])
  func oneNonFiniteNumberIsFoundAnywhere(_ count: Int, _ threads: Int) {
    var random = RandomValues(seed: 1)
    var numbers = random.floats(count)
    numbers[0] = .greatestFiniteMagnitude
    numbers[count - 1] = -.leastNonzeroMagnitude
    onThreads(threads) {
      #expect(allFinite(numbers, count: count))
      for bad in [Float.infinity, -.infinity, .nan, .signalingNaN] {
        for place in Set([0, count / 3, count / 2, max(0, count - 16), count - 1]) {
          var spoiled = numbers
          spoiled[place] = bad
          #expect(!allFinite(spoiled, count: count), "\(bad) at \(place)")
        }
      }
    }
  }

  @Test func oppositeInfinitiesAreFoundAndLargeNumbersAreFinite() {
    #expect(!allFinite([.infinity, -.infinity], count: 2))
    #expect(allFinite([Float](repeating: .greatestFiniteMagnitude, count: 1000), count: 1000))
    #expect(allFinite([], count: 0))
  }
}
