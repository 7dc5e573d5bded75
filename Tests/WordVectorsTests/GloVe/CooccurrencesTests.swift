import Corpora
import Testing
import TestSupport

@testable import WordVectors

struct CooccurrencesTests {
  /// Two words of a vocabulary.
  private struct Key: Hashable { var first, second: Int32 }

  /// The matrix of counts, straight from the formula.
  private func naive(_ corpus: WordCorpus, window: Int) -> [Key: Double] {
    var counts: [Key: Double] = [:]
    let ids = corpus.ids
    for i in ids.indices where ids[i] != WordCorpus.end {
      for j in max(0, i - window)...min(ids.count - 1, i + window) where j != i && ids[j] != WordCorpus.end {
        guard !ids[min(i, j)...max(i, j)].contains(WordCorpus.end) else { continue }
        counts[Key(first: ids[i], second: ids[j]), default: 0] += 1 / Double(abs(i - j))
      }
    }
    return counts
  }

  @Test func nearWordsAreWeightedByTheirDistance() throws {
    let corpus = try GloVeExamples.corpus("a a a b b c")
    // b and c: 1 + 1/2; a and c: 1/3 + 1/4 + 1/5, the last outside the window.
    let near = Cooccurrences(corpus, window: 4)
    #expect(near.mixedCount == 3 && near.entryCount == 8)
    let pair = try #require(near.pairs.first { $0.first == 2 && $0.second == 1 })
    #expect(pair.count == 1.5)
    #expect(near.pairs.contains(.init(2, 0, count: Float(1.0 / 3 + 1.0 / 4))))
    // A word paired with itself counts from both sides: 2 (1) for the two b, 2 (1 + 1 + 1/2) for the three a.
    #expect(near.pairs.suffix(2) == [.init(0, 0, count: 5), .init(1, 1, count: 2)])
  }

  @Test func wordsOfDifferentSentencesAreNotNeighbors() throws {
    let near = Cooccurrences(try GloVeExamples.corpus("a b\nb a\nb\nc\n"), window: 10)
    #expect(near.pairs == [.init(1, 0, count: 2)])
  }

  @Test(arguments: [1, 2, 10, 40]) func countsMatchANaiveCount(window: Int) throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 2000, vocabulary: 60))
    let near = Cooccurrences(corpus, window: window)
    let expected = naive(corpus, window: window)
    #expect(near.entryCount == expected.count)
    #expect(near.pairs.prefix(near.mixedCount).allSatisfy { $0.first > $0.second })
    #expect(near.pairs.dropFirst(near.mixedCount).allSatisfy { $0.first == $0.second })
    var seen: Set<Key> = []
    for number in 0..<near.entryCount {
      let entry = near.entry(number), key = Key(first: entry.first, second: entry.second)
      #expect(seen.insert(key).inserted, "\(key) comes twice")
      let count = try #require(expected[key])
      #expect(abs(Double(entry.count) / count - 1) < 1e-7, "\(key)")
    }
  }

  @Test func countsAreTheSameOnAnyThreadCount() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 20_000, vocabulary: 500))
    let expected = onThreads(1) { Cooccurrences(corpus, window: 7).pairs }
    for threads in [2, 3, 7] {
      #expect(onThreads(threads) { Cooccurrences(corpus, window: 7).pairs == expected }, "\(threads) threads")
    }
  }
}
