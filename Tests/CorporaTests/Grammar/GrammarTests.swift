import Foundation
import Testing

@testable import Corpora

struct GrammarTests {
  @Test func theProbabilitiesOfAllTextsSumToOne() {
    let all = enumerate(smallGrammar())
    #expect(all.count > 50 && abs(all.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    // No two derivations produce the same text.
    #expect(Set(all.map(\.text)).count == all.count)
  }

  @Test func expectationsMatchAnEnumeration() {
    let all = enumerate(smallGrammar()), expected = smallGrammar().expected
    let bits = all.reduce(0) { $0 - $1.probability * log2($1.probability) }
    let characters = all.reduce(0) { $0 + $1.probability * Double($1.text.count) }
    let words = all.reduce(0) { $0 + $1.probability * Double($1.text.split(whereSeparator: \.isWhitespace).count) }
    #expect(abs(expected.bits - bits) < 1e-12 && abs(expected.characters - characters) < 1e-12)
    #expect(abs(expected.words - words) < 1e-12 && expected.bitsPerCharacter == expected.bits / expected.characters)
  }

  @Test func storiesAreDrawnInProportionToTheirProbability() {
    let grammar = smallGrammar(), all = enumerate(smallGrammar())
    var generator = SplitMix(state: 3)
    var counts: [String: Int] = [:]
    let draws = 40_000
    for _ in 0..<draws {
      let story = grammar.story(using: &generator)
      counts[story.text, default: 0] += 1
    }
    #expect(Set(counts.keys).isSubset(of: all.map(\.text)))
    for (text, probability) in all {
      let mean = Double(draws) * probability
      #expect(abs(Double(counts[text] ?? 0) - mean) < 5 * mean.squareRoot() + 1, "\(text)")
    }
  }

  @Test func aStorysBitsAreTheNegativeLogOfItsProbability() throws {
    let probabilities = Dictionary(uniqueKeysWithValues: enumerate(smallGrammar()).map { ($0.text, $0.probability) })
    var generator = SplitMix(state: 4)
    for _ in 0..<200 {
      let story = smallGrammar().story(using: &generator)
      #expect(abs(story.bits + log2(try #require(probabilities[story.text]))) < 1e-9)
    }
  }

  @Test func theSameSeedGivesTheSameStories() {
    func stories(_ seed: UInt64) -> [Grammar.Story] {
      var generator = SplitMix(state: seed)
      return (0..<20).map { _ in smallGrammar().story(using: &generator) }
    }
    #expect(stories(1) == stories(1) && stories(1) != stories(2))
  }

  @Test func aSmallGrammarIsAPrefixCode() { #expect(PrefixCodeCheck(smallGrammar()).conflicts.isEmpty) }

  @Test(arguments: [
    Grammar(story: .choice(["ab", "ab"])), Grammar(story: .choice(["a", "ab"])),
    Grammar(story: "\(.choice(["a", "ab"]))\(.choice(["c", "bc"]))"),
    Grammar(story: .choice(["x\(.words("red blue")) end", "xblue end"])),
    Grammar(story: .bind(Grammar.Variable("unseen", count: 2), in: "a")),
  ])
  func thePrefixCodeCheckFindsConflicts(grammar: Grammar) {
    #expect(!PrefixCodeCheck(grammar).conflicts.isEmpty)
  }
}
