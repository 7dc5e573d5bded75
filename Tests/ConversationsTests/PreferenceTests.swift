import Corpora
import Files
import Foundation
import Numerics
import TestSupport
import Testing

@testable import Conversations

struct PreferenceTests {
  private static let assignments = {
    var generator = RandomGenerator(seed: 7)
    let world = World(countries: 8, gaps: 2, using: &generator)
    return AssignmentSets(of: world, training: 500, testing: 1, seed: 7).training
  }()

  private func pairs(_ count: Int, noise: Double, seed: UInt64 = 3) -> [PreferencePair] {
    var source = PreferenceSource(Self.assignments, Preference(noise: noise), seed: seed)
    return source.pairs(count)
  }

  @Test func theProbabilityIsThatOfBradleyAndTerry() {
    let preference = Preference(noise: 0.5)
    #expect(abs(preference.probability(margin: 1) - 0.8807970779778823) < 1e-15)
    #expect(preference.probability(margin: 0) == 0.5)
    #expect(abs(preference.probability(margin: 3) + preference.probability(margin: -3) - 1) < 1e-15)
    #expect(preference.probability(margin: -1e9) == 0 && preference.probability(margin: 1e9) == 1)
    let certain = Preference(noise: 0)
    #expect([-1, 0, 1].map { certain.probability(margin: $0) } == [0, 0.5, 1])
  }

  @Test func theBayesAccuracyIsTheMeanOfTheLikelierSides() {
    let preference = Preference(noise: 2)
    let expected = (1 / (1 + exp(-0.5)) + 1 / (1 + exp(-1.5))) / 2
    #expect(abs(preference.bayesAccuracy(margins: [1, -3]) - expected) < 1e-15)
    #expect(Preference(noise: 0).bayesAccuracy(margins: [0.1, -2]) == 1 && preference.bayesAccuracy(margins: []) == 0)
  }

  @Test func drawnPairsScatterAroundTheBayesAccuracy() {
    for noise in [0.25, 1, 4] {
      let pairs = pairs(4000, noise: noise), margins = pairs.compactMap(\.margin)
      #expect(margins.count == 4000)
      let share = Double(margins.count { $0 > 0 }) / 4000
      let best = Preference(noise: noise).bayesAccuracy(margins: margins)
      #expect(abs(share - best) < 4 * (best * (1 - best) / 4000).squareRoot() + 0.002, "\(share) \(best)")
      #expect(best < 1)
    }
    #expect(pairs(500, noise: 0).allSatisfy { ($0.margin ?? 0) > 0 })
  }

  @Test func marginsAreDifferencesOfUtilitiesAndAnswersAreDifferent() throws {
    let known = Dictionary(Self.assignments.map { ($0.prompt.map(\.content), $0) }) { first, _ in first }
    for pair in pairs(1000, noise: 1) {
      let assignment = try #require(known[pair.prompt.map(\.content)])
      #expect(pair.margin == assignment.utility(of: pair.chosen) - assignment.utility(of: pair.rejected))
      #expect(pair.chosen != pair.rejected && pair.conversations.chosen.mistake() == nil)
    }
    #expect(pairs(50, noise: 1) == pairs(50, noise: 1) && pairs(50, noise: 1) != pairs(50, noise: 1, seed: 4))
  }

  @Test func filesAreReadBack() throws {
    let pairs = pairs(300, noise: 1)
    #expect(pairs.contains { $0.prompt.count > 1 })
    try withFile(pairs.map { try $0.line() }.joined().utf8) { path in
      let read = try PreferencePair.read(path)
      #expect(read == pairs)
    }
    let plain = "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}"
    try withFile(plain.utf8) { path in
      let read = try PreferencePair.read(path)
      #expect(read == [PreferencePair(prompt: [Turn(.user, "a")], chosen: "b", rejected: "c")])
    }
  }

  @Test(arguments: [
    (#"{"prompt": "a", "chosen": "b", "rejected": " b\n"}"#, "equal"), (#"{"prompt": "a", "chosen": "b"}"#, "rejected"),
    (#"{"chosen": "b", "rejected": "c"}"#, "prompt"),
    (#"{"prompt": "a", "chosen": "b", "rejected": "c", "margin": "d"}"#, "margin"),
    (#"{"prompt": "", "chosen": "b", "rejected": "c"}"#, "empty"),
    (#"{"prompt": "a", "chosen": " ", "rejected": "c"}"#, "empty"),
    (#"{"prompt": [], "chosen": "b", "rejected": "c"}"#, "messages"),
    (#"{"prompt": [{"role": "judge", "content": "a"}], "chosen": "b", "rejected": "c"}"#, "judge"), ("[]", "object"),
    (
      #"{"prompt": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "a"}], "chosen": "b", "rejected": "c"}"#,
      "ends with an answer"
    ),
  ])
  func mistakesAreRefusedWithTheirLine(line: String, word: String) throws {
    let good = #"{"prompt": "a", "chosen": "b", "rejected": "c"}"#
    try withFile("\(good)\n\(line)\n".utf8) { path in
      let found = try problem(.badData) { _ = try PreferencePair.read(path) }
      #expect(found.message.contains("line 2") && found.message.contains(word), "\(found.message)")
    }
  }
}
