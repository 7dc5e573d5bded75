import Corpora
import Testing

struct RandomBatchesTests {
  private let tokens: [Int32] = (0..<101).map { $0 }

  @Test func everyRowIsAWindowOfTheTokens() {
    var generator = SplitMix(state: 3)
    let batch = randomBatch(from: tokens[17...], batchSize: 33, length: 5, using: &generator)
    #expect(batch.inputs.count == 33 * 5)
    #expect(batch.targets == batch.inputs.map { $0 + 1 })
    for row in 0..<33 {
      let first = batch.inputs[row * 5]
      #expect(Array(batch.inputs[row * 5..<row * 5 + 5]) == Array(first..<first + 5))
      #expect(17...95 ~= first)
    }
  }

  @Test func aStartIsTheUpperHalfOfTheProduct() {
    // 101 tokens, windows of 5: 96 starts. The smallest number selects the first, the largest the last, one half the
    // middle.
    var generator = Fixed([0, .max, 1 << 63, 1 << 62])
    let batch = randomBatch(from: tokens[...], batchSize: 4, length: 5, using: &generator)
    #expect((0..<4).map { batch.inputs[$0 * 5] } == [0, 95, 48, 24])
    #expect(generator.drawn == 4)
  }

  @Test func theLastTokenIsATargetAndNoTokenBeyondItIsRead() {
    var generator = Fixed([.max])
    let batch = randomBatch(from: tokens[10..<17], batchSize: 1, length: 6, using: &generator)
    #expect(batch.inputs == [10, 11, 12, 13, 14, 15])
    #expect(batch.targets == [11, 12, 13, 14, 15, 16])
  }

  @Test func startsAreUniformlyDistributed() {
    var generator = SplitMix(state: 11)
    let batch = randomBatch(from: tokens[..<13], batchSize: 100_000, length: 3, using: &generator)
    var counts = [Int](repeating: 0, count: 10)
    for row in 0..<100_000 { counts[Int(batch.inputs[row * 3])] += 1 }
    // Chi-squared with 9 degrees of freedom exceeds 33.7 for one seed in 10,000.
    let chiSquared = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
    #expect(chiSquared < 33.7)
  }

  @Test func refillingEqualsANewBatchAndKeepsTheMemory() {
    var one = SplitMix(state: 5)
    var other = SplitMix(state: 5)
    var batch = randomBatch(from: tokens[...], batchSize: 7, length: 11, using: &one)
    _ = randomBatch(from: tokens[...], batchSize: 7, length: 11, using: &other)
    let before = [
      batch.inputs.withUnsafeBytes { $0.baseAddress }, batch.targets.withUnsafeBytes { $0.baseAddress },
    ]
    batch.fill(from: tokens[...], using: &one)
    let after = [
      batch.inputs.withUnsafeBytes { $0.baseAddress }, batch.targets.withUnsafeBytes { $0.baseAddress },
    ]
    #expect(before == after)
    #expect(batch == randomBatch(from: tokens[...], batchSize: 7, length: 11, using: &other))
  }
}
