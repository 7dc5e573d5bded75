import Corpora
import Files
import TestSupport
import Testing

struct LabeledSplitTests {
  private func texts(_ labels: String) throws -> LabeledTexts {
    var texts: LabeledTexts?
    try withTemporaryFolder { folder in
      try writeFile(labels.map { "\($0)\ttext\n" }.joined(), to: folder + "/texts.tsv")
      texts = try LabeledTexts(tsv: folder + "/texts.tsv")
    }
    return try #require(texts)
  }

  @Test func partsAreSpreadEvenlyAndClassesCounted() throws {
    let split = try LabeledSplit(texts("bababbabaa"), validation: 0.2)
    #expect(split.classes == ["a", "b"] && split.targets == [1, 0, 1, 0, 1, 1, 0, 1, 0, 0])
    #expect(split.training == [0, 1, 2, 3, 5, 6, 7, 8] && split.heldOut == [4, 9])
    #expect(split.classCounts == [4, 4])
  }

  @Test(arguments: [(10, 0.1, [9]), (10, 0.3, [3, 6, 9]), (3, 0.2, []), (4, 0, []), (0, 0.5, [])])
  func theNextWholeNumberDecides(count: Int, validation: Double, expected: [Int]) {
    let (training, heldOut) = evenSplit(count, validation: validation)
    #expect(heldOut == expected)
    #expect((training + heldOut).sorted() == Array(0..<count))
  }

  @Test func whatTeachesNothingIsRefused() throws {
    #expect(try problem(.badData) { _ = try LabeledSplit(texts("aaa"), validation: 0) }.message.contains("every text"))
    let found = try problem(.badData) { _ = try LabeledSplit(texts("ab"), validation: 0.5) }
    #expect(found.message.contains("\"b\" are held out"), "\(found.message)")
  }
}
