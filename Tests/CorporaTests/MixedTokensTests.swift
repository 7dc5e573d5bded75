import Corpora
import Files
import Numerics
import TestSupport
import Testing

struct MixedTokensTests {
  /// Sources of 100, 40 and 500 tokens, whose tokens say where they come from.
  private let tokens = [(0, 100), (1000, 40), (2000, 500)].map { start, count in (0..<count).map { Int32(start + $0) } }

  private func mixed(validation: Double = 0.1, context: Int = 3) throws -> MixedTokens {
    try MixedTokens(tokens, of: mixture(), validation: validation, context: context)
  }

  private func mixture() throws -> Mixture {
    try Mixture(sources: [("a.txt", 2.0), ("b.txt", 5), ("c.txt", 3)].map { .init(file: $0.0, weight: $0.1) })
  }

  @Test func theEndOfEachSourceIsHeldOut() throws {
    let mixed = try mixed()
    #expect(mixed.sources == [0..<90, 90..<126, 126..<576])
    #expect(Array(mixed.split.training) == Array(tokens[0][..<90] + tokens[1][..<36] + tokens[2][..<450]))
    #expect(Array(mixed.split.validation) == Array(tokens[0][90...] + tokens[1][36...] + tokens[2][450...]))
    #expect(mixed.split.validation.startIndex == mixed.split.training.endIndex)
    #expect(try self.mixed(validation: 0).split.validation.isEmpty)
  }

  @Test func windowsAreDrawnInProportionAndStayInOneSource() throws {
    let mixed = try mixed(), count = 20_000
    var generator = RandomGenerator(seed: 4), batch = Batch(batchSize: count, length: 3)
    batch.fill(fromSourcesOf: mixed, using: &generator)
    var found = [0, 0, 0], starts: [Set<Int>] = [[], [], []]
    for row in 0..<count {
      let window = batch.inputs[3 * row..<3 * row + 3], source = Int(window.first! / 1000)
      found[source] += 1
      starts[source].insert(batch.starts[row])
      #expect(Array(batch.targets[3 * row..<3 * row + 3]) == window.map { $0 + 1 })
      #expect(mixed.split.training[batch.starts[row]] == window.first)
    }
    for (count, share) in zip(found, [0.2, 0.5, 0.3]) {
      let deviation = (share * (1 - share) * 20_000).squareRoot()
      #expect(abs(Double(count) - 20_000 * share) < 4 * deviation, "\(found)")
    }
    // Every place of every source occurs, the last window included.
    #expect(starts.map(\.count) == [87, 33, 447])
  }

  @Test func theSameGeneratorDrawsTheSameBatches() throws {
    let mixed = try mixed(), schedule = BatchSchedule(batchSize: 8, context: 3, firstContext: 2)
    var one = RandomGenerator(seed: 1), other = RandomGenerator(seed: 1), third = RandomGenerator(seed: 2)
    let batch = schedule.batch(atStep: 5, of: 10, fromSourcesOf: mixed, using: &one)
    #expect(batch == schedule.batch(atStep: 5, of: 10, fromSourcesOf: mixed, using: &other))
    #expect(batch != schedule.batch(atStep: 5, of: 10, fromSourcesOf: mixed, using: &third))
    #expect(batch.length == 3 && schedule.batch(atStep: 0, of: 10, fromSourcesOf: mixed, using: &one).length == 2)
  }

  @Test func aSourceThatIsTooShortIsNamed() throws {
    let found = try problem(.badData) { _ = try mixed(validation: 0, context: 40) }
    #expect(found.message.hasPrefix("b.txt: ") && found.message.contains("too short"))
  }
}
