import BagOfWords
import Corpora
import Files
import Testing
import TestSupport

struct DocumentIndexTests {
  private let texts = [
    "the tide is out", "the ferry waits for the tide", "a loaf of bread", "the tide is out", "!", "bread for the ferry",
  ]

  @Test func theSameTextIsNearestAndTiesComeInOrder() throws {
    let found = try DocumentIndex(Documents(texts)).nearest(to: "Is the tide out?", count: 9)
    #expect(found.map(\.document).prefix(2) == [0, 3])
    #expect(abs(found[0].similarity - 1) < 1e-6 && found[0].similarity == found[1].similarity)
    // The loaf and the exclamation mark share no word with it.
    #expect(Set(found.map(\.document)) == [0, 1, 3, 5])
    #expect(found.map(\.similarity) == found.map(\.similarity).sorted(by: >))
  }

  @Test func similaritiesMatchTheCosinesOfAllPairs() throws {
    let texts = drawnTexts(150)
    let (bag, counts) = try BagOfWords.counting(Documents(texts))
    let vectors = counts.vectors(.tfIdf, bag.vocabulary)
    let index = try DocumentIndex(Documents(texts))
    for document in [22, 45, 149] {
      let found = index.nearest(to: texts[document], count: 1000)
      var expected: [Int: Double] = [:]
      for other in 0..<150 {
        let shares = Dictionary(uniqueKeysWithValues: zip(vectors.row(other).columns, vectors.row(other).values))
        for (column, value) in zip(vectors.row(document).columns, vectors.row(document).values) {
          if let share = shares[column] { expected[other, default: 0] += Double(value) * Double(share) }
        }
      }
      #expect(found.count == expected.count)
      for match in found { #expect(abs(match.similarity - expected[match.document]!) < 1e-6) }
      #expect(found.first?.document == document)
    }
  }

  @Test func queriesThatShareNoWordFindNothing() throws {
    let index = try DocumentIndex(Documents(texts))
    #expect(index.nearest(to: "zebra", count: 3).isEmpty && index.nearest(to: "", count: 3).isEmpty)
    #expect(index.nearest(to: "the bread", count: 2).count == 2)
    #expect(throws: Problem.self) { try DocumentIndex(Documents(["!", "?"])) }
  }
}
