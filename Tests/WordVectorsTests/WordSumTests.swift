import Files
import Testing

@testable import WordVectors

@Suite struct WordSumTests {
  /// Axes for sex and for the kind of person, with a word in between that would win if it were not excluded.
  private let royal = wordVectors([
    "the": [0, 0, 1], "man": [1, 0, 0.1], "woman": [0, 1, 0.1], "king": [1, 0, 2], "queen": [0, 1, 2],
    "well-known": [1, 1, 1], "lord": [1, 0.2, 1.5],
  ])

  private func refusal(_ text: String) -> Problem? { #expect(throws: Problem.self) { try WordSum(text, in: royal) } }

  @Test func theFourthCornerAnswersAnAnalogy() throws {
    let sum = WordSum(try royal.find("man"), isTo: try royal.find("woman"), as: try royal.find("king"))
    #expect(sum.description(in: royal) == "woman - man + king")
    let found = royal.nearest(to: sum, count: 2)
    #expect(royal.names(found)[0] == "queen" && found[0].similarity > 0.85 && found.count == 2)
    #expect(Set(royal.names(royal.nearest(to: sum, count: 99))).isDisjoint(with: ["man", "woman", "king"]))
  }

  @Test func sumsAreReadWithTheirSigns() throws {
    let sum = try WordSum("King - man + woman", in: royal)
    #expect(sum.description(in: royal) == "king - man + woman")
    #expect(sum.terms.map(\.word) == [3, 1, 2] && sum.terms.map(\.isSubtracted) == [false, true, false])
    #expect(try WordSum("  -  man + well-known", in: royal).description(in: royal) == "- man + well-known")
    #expect(try WordSum("+ man + man", in: royal).terms.count == 2)
  }

  @Test(arguments: ["", "king", "king man", "king - - man", "king -", "+", "king + man woman", "+ - king + man"])
  func invalidSumsAreRefused(text: String) {
    let problem = refusal(text)
    #expect(problem?.kind == .usage && problem?.suggestion?.contains("king - man + woman") == true)
  }

  @Test func anUnknownWordInASumIsNamed() {
    let problem = refusal("king - men + woman")
    #expect(problem?.kind == .badData && problem?.message.contains("\"men\"") == true)
    #expect(problem?.suggestion == "Did you mean man?")
  }

  @Test func vectorLengthsDoNotAffectASum() throws {
    let v = wordVectors(["long": [100, 0], "short": [0, 0.01]])
    let direction = v.direction(of: try WordSum("long + short", in: v))
    #expect(direction == [1, 1])
    #expect(v.direction(of: try WordSum("long - long", in: v)) == [0, 0])
  }

  @Test func sumsMatchTheNaiveReference() {
    let v = randomVectors(count: 301, dimensions: 33), naive = NaiveWordVectors(v)
    for (a, b, c) in [(1, 2, 3), (300, 0, 17), (4, 4, 9)] {
      let found = v.nearest(to: WordSum(Int32(a), isTo: Int32(b), as: Int32(c)), count: 1)
      #expect(Int(found[0].word) == naive.answer(a, b, c, amongFirst: 301))
    }
  }
}

@Suite struct OddOneOutTests {
  @Test func theWordFarthestFromTheMeanIsTheOddOne() throws {
    let v = wordVectors(["lunch": [5, 1], "dinner": [0.1, 0], "car": [0, 9], "breakfast": [2, 0.5]])
    let ranked = v.byCentrality([2, 0, 1, 3])
    #expect(v.names(ranked).last == "car" && ranked.count == 4)
    #expect(ranked.map(\.similarity) == ranked.map(\.similarity).sorted(by: >))
    // By hand: the four directions sum to (2.9507, 1.4387), which is 3.2828 long.
    #expect(abs(ranked[3].similarity - 0.4383) < 1e-4)
  }

  @Test func wordsWithNothingInCommonHaveNoOddOne() {
    let v = wordVectors(["a": [1, 0], "b": [-1, 0], "c": [0, 0]])
    #expect(v.byCentrality([1, 0, 2]).map(\.similarity) == [0, 0, 0])
    #expect(v.byCentrality([1, 0, 2]).map(\.word) == [1, 0, 2])
  }
}
