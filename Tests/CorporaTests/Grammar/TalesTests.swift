import Foundation
import Testing

@testable import Corpora

struct TalesTests {
  private func stories(_ count: Int, seed: UInt64 = 5) -> [Grammar.Story] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in Grammar.tales.story(using: &generator) }
  }

  @Test func theAverageOfManyStoriesIsTheExpectation() {
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

  @Test func everyStoryIsReadInOneWayWithTheBitsThatWereDrawn() throws {
    let stories = stories(1000)
    let information = try Grammar.TextInformation(of: stories.map(\.text).joined(), by: .tales, path: "")
    #expect(information.stories.count == stories.count)
    for (read, drawn) in zip(information.stories, stories) {
      #expect(read.range.count == drawn.text.utf8.count && abs(read.bits - drawn.bits) < 1e-8)
    }
  }

  /// All choices and all countries; of the pairs of people, those of the first country.
  @Test func theTalesAreAPrefixCode() {
    let check = PrefixCodeCheck(.tales)
    #expect(check.conflicts.isEmpty && check.comparisons > 10_000, "\(check.conflicts) \(check.comparisons)")
  }

  @Test func storiesAreOfASizeInASCIIAndEndInAnEmptyLine() {
    for story in stories(500) {
      #expect((400...1000).contains(story.text.count) && story.text.utf8.allSatisfy { $0 == 10 || 32..<127 ~= $0 })
      #expect(story.text.hasSuffix(".\n\n") && story.text.split(separator: "\n").count == 3)
    }
  }

  @Test func quotesCloseInTheOrderInWhichTheyOpened() {
    for story in stories(500) {
      var open: [Character] = []
      for mark in story.text where mark == "\"" || mark == "'" {
        if open.last == mark { open.removeLast() } else { open.append(mark) }
        #expect(open.count <= 3)
      }
      #expect(open.isEmpty, "\(story.text)")
    }
  }

  @Test func noVowelFollowsTheArticle() {
    for story in stories(500) {
      #expect(story.text.firstMatch(of: /(?i)\ba [aeiou]/) == nil, "\(story.text)")
    }
  }
}
