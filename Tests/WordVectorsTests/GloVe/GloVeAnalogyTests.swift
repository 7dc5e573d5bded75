import Testing
import TestSupport
import WordVectors

/// The purpose of GloVe: analogies emerge from nothing but counts.
struct GloVeAnalogyTests {
  @Test func analogiesEmergeFromAFewHundredSentences() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.analogies)
    var options = GloVeOptions()
    (options.embedding, options.epochs, options.batchSize) = (24, 60, 64)
    let training = try GloVeTraining(corpus, options)
    for chunk in 0..<options.epochs * training.chunksPerEpoch { _ = training.learn(chunk: chunk) }
    let vectors = unitVectors(training.model)
    var right = 0, asked = 0
    for group in [GloVeExamples.capitals, GloVeExamples.couples] {
      for a in group {
        for b in group where b.first != a.first {
          let words = try [a.first, a.second, b.first, b.second].map {
            Int(try #require(corpus.vocabulary.number(of: $0)))
          }
          asked += 2
          if answer(vectors, words[0], words[1], words[2]) == words[3] { right += 1 }
          if answer(vectors, words[1], words[0], words[3]) == words[2] { right += 1 }
        }
      }
    }
    #expect(asked == 172)
    #expect(Double(right) >= 0.8 * Double(asked), "\(right) of \(asked)")
  }

  private func unitVectors(_ model: GloVe) -> [[Float]] {
    let vectors = model.vectors(), width = vectors.shape[1]
    return (0..<vectors.shape[0]).map { word in
      let row: [Float] = (0..<width).map { vectors[word, $0] }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
  }

  /// The word nearest to b - a + c, except these three.
  private func answer(_ vectors: [[Float]], _ a: Int, _ b: Int, _ c: Int) -> Int {
    let target = vectors[a].indices.map { vectors[b][$0] - vectors[a][$0] + vectors[c][$0] }
    let scores = vectors.map { zip($0, target).reduce(0) { $0 + $1.0 * $1.1 } }
    return vectors.indices.filter { ![a, b, c].contains($0) }.max { scores[$0] < scores[$1] }!
  }
}
