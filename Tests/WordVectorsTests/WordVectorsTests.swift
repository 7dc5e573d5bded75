import Files
import Testing
import TestSupport

@testable import WordVectors

@Suite struct WordVectorsTests {
  private let vectors = wordVectors([
    "the": [0, 0], "sea": [3, 4], "Paris": [1, 0], "paris": [0, 2], "seat": [5, 12], "straße": [1, 1], "lea": [1, 2],
  ])

  @Test func aWordIsFoundAsTypedOrElseInLowercase() throws {
    #expect(vectors.count == 7 && vectors.dimensions == 2)
    #expect(vectors.number(of: "Paris") == 2 && vectors.number(of: "paris") == 3)
    #expect(try vectors.find("PARIS") == 3 && vectors.find("SEA") == 1 && vectors.find("Straße") == 5)
    // Nothing is guessed in the other direction.
    #expect(wordVectors(["Paris": [1]]).number(of: "paris") == nil)
  }

  @Test func lengthsAndUnitVectorsMatchTheRows() {
    #expect(vectors.lengths[..<5] == [0, 5, 1, 2, 13])
    #expect(Array(vectors[4]) == [5, 12])
    #expect(vectors.unitVector(1) == [0.6, 0.8] && vectors.unitVector(0) == [0, 0])
  }

  @Test func anUnknownWordGetsTheNearestSpellings() {
    let problem = #expect(throws: Problem.self) { try vectors.find("sean") }
    #expect(problem?.kind == .badData && problem?.message == "the word \"sean\" is not among the 7 words")
    #expect(problem?.suggestion == "Did you mean sea, seat?")
    let far = #expect(throws: Problem.self) { try vectors.find("a\n\"mountain\"") }
    #expect(far?.suggestion == nil && far?.message.contains("\\n") == true)
  }

  @Test func spellingsAreRankedByEditsThenFirstLetterThenFrequency() {
    let v = wordVectors(["been": [1], "seen": [1], "queen": [1], "Quern": [1], "a": [1], "étude": [1], "夜": [1]])
    func near(_ word: String, _ count: Int = 9) -> [String] {
      v.nearestSpellings(of: word, count: count).map { v.words[$0] }
    }
    #expect(near("qeen") == ["queen", "been", "seen", "Quern"] && near("qeen", 1) == ["queen"])
    #expect(near("qurn") == ["Quern", "queen"] && near("etude") == ["étude"] && near("ETUDÉ") == ["étude"])
    #expect(near("b") == ["a", "夜"] && near("夜夜") == ["夜"] && near("").isEmpty && near("mountains").isEmpty)
  }
}

@Suite struct CosineSimilarityTests {
  @Test func cosinesOfSimpleAnglesAreCorrect() {
    let v = wordVectors(["east": [2, 0], "north": [0, 0.5], "west": [-3, 0], "both": [7, 7], "nowhere": [0, 0]])
    #expect(v.cosine(0, 0) == 1 && v.cosine(0, 1) == 0 && v.cosine(0, 2) == -1 && v.cosine(0, 4) == 0)
    #expect(abs(v.cosine(0, 3) - 0.5.squareRoot()) < 1e-15)
    #expect(v.cosines(to: [10, 0]) == [1, 0, -1, Float(0.5).squareRoot(), 0])
    #expect(v.cosines(to: [0, 0]) == [0, 0, 0, 0, 0])
  }

  @Test(arguments: [(1, 1), (17, 5), (33, 17), (1000, 97)])
  func cosinesMatchTheNaiveReference(count: Int, dimensions: Int) {
    let v = randomVectors(count: count, dimensions: dimensions), naive = NaiveWordVectors(v)
    let word = Int32(count / 2), expected = naive.cosines([(count / 2, 1)])
    expectClose(
      actual: v.cosines(to: v.unitVector(word)).map(Double.init), expected: expected,
      relativeTo: .terms(expected.map { _ in 1 }), units: 3)
    for (other, cosine) in expected.enumerated() { #expect(abs(v.cosine(word, Int32(other)) - cosine) < 1e-14) }
  }

  @Test func veryLongAndVeryShortVectorsHaveCosinesToo() {
    let v = wordVectors(["long": [2e18, 2e18], "short": [1e-18, 1e-18], "other": [0, 1e17]])
    let half = Float(0.5).squareRoot()
    for direction in [[3e38, 3e38], [0x1p-133, 0x1p-133]] as [[Float]] {
      for (cosine, expected) in zip(v.cosines(to: direction), [1, 1, half]) { #expect(abs(cosine - expected) < 1e-6) }
    }
    #expect(abs(v.cosine(0, 1) - 1) < 1e-12)
  }

  @Test func bitsAreTheSameOnAnyThreadCount() {
    let v = randomVectors(count: 1501, dimensions: 97)
    let one = onThreads(1) { v.cosines(to: v.unitVector(3)) }
    for threads in [2, 3, 7] {
      expectSameBits(actual: onThreads(threads) { v.cosines(to: v.unitVector(3)) }, expected: one)
      expectSameBits(
        actual: onThreads(threads) { WordVectors(words: v.words, vectors: v.vectors).lengths }, expected: v.lengths)
    }
  }
}
