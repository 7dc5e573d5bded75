import Testing
import TestSupport

@testable import WordVectors

@Suite struct NearestWordsTests {
  @Test func nearestComeFirstWithoutTheWordItself() {
    let v = wordVectors([
      "sea": [1, 0], "ocean": [0.9, 0.1], "far": [-1, 0], "shore": [1, 1], "nowhere": [0, 0], "up": [0, 1],
    ])
    #expect(v.names(v.nearest(to: 0, count: 3)) == ["ocean", "shore", "nowhere"])
    #expect(v.names(v.nearest(to: 0, count: 100)) == ["ocean", "shore", "nowhere", "up", "far"])
    #expect(v.nearest(to: 0, count: 1)[0].similarity == Float(0.9 / 0.82.squareRoot()))
    #expect(v.names(v.nearest(to: [5, 0], count: 2, excluding: [1])) == ["sea", "shore"])
    #expect(v.nearest(to: 0, count: 0).isEmpty)
  }

  @Test func theMoreFrequentOfEqualsComesFirst() {
    let v = wordVectors(["a": [1, 0], "b": [0, 1], "c": [0, 2], "d": [0, 4], "e": [0, 8]])
    #expect(v.names(v.nearest(to: [0, 1], count: 3)) == ["b", "c", "d"])
    // Beyond the size at which the kept words are first cut.
    let many = (0..<3000).map { _ in [Float](repeating: 1, count: 2) }.flatMap { $0 }
    let equal = WordVectors(words: randomVectors(count: 3000, dimensions: 1).words, vectors: .init([3000, 2], many))
    #expect(equal.nearest(to: 7, count: 4).map(\.word) == [0, 1, 2, 3])
  }

  @Test(arguments: [1, 10, 700, 4000]) func nearestWordsMatchTheNaiveReference(count: Int) {
    let v = randomVectors(count: 4000, dimensions: 33), cosines = NaiveWordVectors(v).cosines([(5, 1)])
    let found = v.nearest(to: 5, count: count)
    let sorted = cosines.indices.filter { $0 != 5 }.sorted { cosines[$0] > cosines[$1] }.prefix(count)
    #expect(found.count == sorted.count && Set(found.map(\.word)).count == found.count)
    for (match, word) in zip(found, sorted) {
      // Two nearly equal words can swap places.
      #expect(abs(cosines[Int(match.word)] - cosines[word]) < 1e-6)
      #expect(abs(Double(match.similarity) - cosines[word]) < 1e-6)
    }
  }
}
