import BagOfWords
import Corpora
import Files
import Foundation
import Testing

struct TextClassifierTests {
  private func classifier(weights: [Float] = [1, -1, -2, 2]) throws -> TextClassifier {
    let (bag, _) = try BagOfWords.counting(Documents(["warm sun", "sun"]))
    let model = LinearClassifier(termCount: 2, classCount: 2)
    model.initialize(seed: 0)
    for (i, weight) in weights.enumerated() { model.weight.data[i] = weight }
    return TextClassifier(
      .init(
        classifier: .logistic, values: .counts, terms: bag.splitter, classes: ["fine", "foul"], classCounts: [1, 1],
        vocabularySize: 2), bag: bag, model: model)
  }

  @Test func savingAndLoadingGivesTheSameClassifier() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let saved = try classifier()
    // The second save replaces the first.
    for _ in 0..<2 { try saved.save(to: folder) }
    let loaded = try TextClassifier(folder: folder)
    #expect(loaded.configuration == saved.configuration)
    #expect(loaded.bag.vocabulary.terms == ["warm", "sun"] && loaded.bag.vocabulary.documentCounts == [1, 2])
    #expect(loaded.model.weight.elements == [1, -1, -2, 2])
    #expect(try loaded.classify("warm").probabilities == saved.classify("warm").probabilities)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == TextClassifier.fileNames.sorted())
  }

  @Test func evidenceIsListedByClassAndThenByTerm() throws {
    #expect(try classifier().evidence() == [[2, -4], [-2, 4]])
    #expect(try classifier().classify("sun and sun").evidence.map(\.weight) == [8])
  }

  @Test func weightsWithSumsThatAreNotFiniteAreRefused() throws {
    // The logits of one word are finite, but their difference is not.
    let wide = try classifier(weights: [2e38, -2e38, 0, 0])
    #expect(try wide.predictions(wide.vectors(of: Documents(["warm", "sun"]))) == [0, 0])
    // The logits of two words are not finite.
    let huge = try classifier(weights: [3e38, 0, 3e38, 0])
    for refused in [
      #expect(throws: Problem.self) { try wide.classify("warm") },
      #expect(throws: Problem.self) { try wide.evidence() },
      #expect(throws: Problem.self) { try huge.classify("warm sun") },
      #expect(throws: Problem.self) { try huge.predictions(huge.vectors(of: Documents(["sun", "warm sun"]))) },
    ] {
      #expect(refused?.kind == .badData)
    }
  }
}
