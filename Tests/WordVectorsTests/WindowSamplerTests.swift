import Corpora
import Testing

@testable import WordVectors

struct WindowSamplerTests {
  private func sampler(
    _ corpus: WordCorpus, window: Int = 3, subsample: Double = 0, seed: UInt64 = 1
  ) -> WindowSampler {
    WindowSampler(corpus, window: window, subsample: subsample, seed: seed)
  }

  /// The words around a center word.
  private func around(_ sampler: WindowSampler, _ chunk: WindowSampler.Chunk, _ center: Int) -> [Int32] {
    var generator = sampler.generator(chunk, center)
    return [Int32](unsafeUninitializedCapacity: 64) { words, count in
      count = sampler.fill(words.baseAddress!, chunk, center, using: &generator)
    }
  }

  @Test func allReachesUpToTheWindowAreEquallyLikely() throws {
    let sampler = sampler(try GloVeExamples.corpus("a b c d e f g h i\n"))
    let left: [Int32] = [3, 2, 1], right: [Int32] = [5, 6, 7], chunks = 3000
    var reaches = [0, 0, 0]
    for number in 0..<chunks {
      let chunk = sampler.chunk(number)
      #expect(sampler.word(chunk, 4) == 4)
      let words = around(sampler, chunk, 4), reach = words.count / 2
      try #require((1...3).contains(reach))
      #expect(words == Array(left.prefix(reach) + right.prefix(reach)))
      reaches[reach - 1] += 1
    }
    // A third each, within five standard deviations.
    for count in reaches { #expect(abs(Double(count) / Double(chunks) - 1.0 / 3) < 0.043, "\(reaches)") }
  }

  @Test func windowsStopAtTheEndsOfSentencesAndOfTheText() throws {
    let sampler = sampler(try GloVeExamples.corpus("a b\nc d e\n"), window: 1), chunk = sampler.chunk(0)
    #expect((0..<5).map { around(sampler, chunk, $0) } == [[1], [0], [3], [2, 4], [3]])
    #expect(chunk.centers.count == 5 && chunk.wordCount == 5)
  }

  /// A word is kept with probability sqrt(t / f) + t / f, at most 1: 0.291 for the frequent word, while the other
  /// exceeds 1.
  @Test func frequentWordsAreSometimesDropped() throws {
    let text = String(repeating: "x x x x x x x x x y ", count: 900)
    let sampler = sampler(try GloVeExamples.corpus(text), subsample: 0.05), chunk = sampler.chunk(0)
    let words = chunk.centers.indices.map { sampler.word(chunk, $0) }
    #expect(chunk.wordCount == 9000 && words.count { $0 == 1 } == 900)
    let share = Double(words.count { $0 == 0 }) / 8100, expected = (0.05 / 0.9).squareRoot() + 0.05 / 0.9
    #expect(abs(share - expected) < 0.026, "\(share)")
    // Dropped words take up no room: the words around them move closer together.
    #expect(self.sampler(try GloVeExamples.corpus(text)).chunk(0).centers.count == 9000)
  }

  @Test func chunksCoverTheWholeTextInOrder() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 25_000, vocabulary: 90))
    let sampler = sampler(corpus)
    #expect(sampler.chunkCount == 3)
    let words = (0..<3).flatMap { number in
      let chunk = sampler.chunk(number)
      return chunk.centers.indices.map { sampler.word(chunk, $0) }
    }
    #expect(words == corpus.ids.filter { $0 != WordCorpus.end })
  }

  @Test func epochsAndSeedsDrawDifferently() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 300, vocabulary: 20))
    func draws(_ seed: UInt64, _ number: Int) -> [[Int32]] {
      let sampler = sampler(corpus, window: 5, seed: seed), chunk = sampler.chunk(number)
      return chunk.centers.indices.map { around(sampler, chunk, $0) }
    }
    #expect(draws(1, 0) == draws(1, 0))
    #expect(draws(1, 0) != draws(1, 1) && draws(1, 0) != draws(2, 0))
  }
}
