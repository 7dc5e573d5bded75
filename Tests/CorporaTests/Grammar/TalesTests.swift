import Foundation
import Testing

@testable import Corpora

struct TalesTests {
  private func stories(_ count: Int, seed: UInt64 = 5) -> [Grammar.Story] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in Grammar.tales.story(using: &generator) }
  }

  @Test func averagesOverManyStoriesMatchTheExpectations() {
    let stories = stories(3000), expected = Grammar.tales.expected
    func check(_ mean: Double, _ value: (Grammar.Story) -> Double) {
      let values = stories.map(value), count = Double(values.count)
      let average = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (count - 1)
      let error = (variance / count).squareRoot()
      #expect(abs(average - mean) < 4 * error && error < 0.01 * mean, "\(average), expected \(mean) by \(error)")
    }
    check(expected.bits, \.bits)
    check(expected.characters) { Double($0.text.count) }
    check(expected.words) { Double($0.text.split(whereSeparator: \.isWhitespace).count) }
  }

  @Test func everyStoryHasOneDerivationWithTheBitsItWasDrawnWith() throws {
    let stories = stories(1000)
    let information = try Grammar.TextInformation(of: stories.map(\.text).joined(), by: .tales, path: "")
    #expect(information.stories.count == stories.count)
    for (read, drawn) in zip(information.stories, stories) {
      #expect(read.range.count == drawn.text.utf8.count && abs(read.bits - drawn.bits) < 1e-8)
    }
  }

  /// Checks all rules for a few of the 36 combinations of a country and two people, which differ only in names and
  /// pronouns.
  @Test func theTalesAreAPrefixCode() {
    let check = PrefixCodeCheck(.tales) { variable, value in
      switch variable.name {
      case "country": value == 0
      case "hero": value == 0
      case "friend": value > 0
      default: true
      }
    }
    #expect(check.conflicts.isEmpty && check.comparisons > 10_000, "\(check.conflicts) \(check.comparisons)")
  }

  /// Checks the names and facts, which the check above skips: none is a prefix of another of its country or kind.
  @Test func noNameIsAPrefixOfAnother() throws {
    func isPrefixFree(_ words: [String]) -> Bool {
      words.indices.allSatisfy { i in words.indices.allSatisfy { i == $0 || !words[$0].hasPrefix(words[i]) } }
    }
    let tales = TaleWorld(.tales)
    func text(_ rule: Grammar.Rule, _ country: Int, _ person: (Grammar.Variable, Int)? = nil) throws -> String {
      var values = Grammar.Values().setting(tales.country, to: country)
      if let (variable, value) = person { values = values.setting(variable, to: value) }
      var node = rule.node
      while case .match(let variable, let parts) = node.kind { node = parts[values[variable]] }
      guard case .text(let bytes) = node.kind else { throw CancellationError() }
      return String(decoding: bytes, as: UTF8.self)
    }
    let countries = 0..<tales.country.count, person = Grammar.Variable("person", count: 3)
    for fact in [
      tales.land, tales.capital, tales.river, tales.ruler, tales.language, tales.dish,
      tales.coin,
    ] {
      #expect(isPrefixFree(try countries.map { try text(fact, $0) }))
    }
    let name = tales.name(of: person)
    let names = try countries.map { country in try (0..<3).map { try text(name, country, (person, $0)) } }
    #expect(names.allSatisfy(isPrefixFree) && Set(names.joined()).count == 18)
  }

  @Test func storiesAreASCIIOfSimilarLengthAndEndWithAnEmptyLine() {
    for story in stories(500) {
      #expect((250...750).contains(story.text.count) && story.text.utf8.allSatisfy { $0 == 10 || 32..<127 ~= $0 })
      #expect(story.text.hasSuffix(".\n\n") && story.text.split(separator: "\n").count == 3)
    }
  }

  @Test func quotesAreProperlyNested() {
    for story in stories(500) {
      var open: [Character] = []
      for mark in story.text where mark == "\"" || mark == "'" {
        if open.last == mark { open.removeLast() } else { open.append(mark) }
        #expect(open.count <= 3)
      }
      #expect(open.isEmpty, "\(story.text)")
    }
  }

  @Test func noVowelFollowsTheArticleA() {
    for story in stories(500) {
      #expect(story.text.firstMatch(of: /(?i)\ba [aeiou]/) == nil, "\(story.text)")
    }
  }
}
