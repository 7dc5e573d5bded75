import Testing
import TestSupport

@testable import NGrams

/// The n-grams of one length with their counts, read from the trie.
private func table(_ counts: NGramCounts, length: Int) -> [[Int32]: Int] {
  var grams: [Int: [Int32]] = [0: []]
  for node in 0..<counts.levelStarts[counts.order] {
    for child in counts.children(node) { grams[child] = (grams[node] ?? []) + [counts.tokens[child]] }
  }
  return Dictionary(
    uniqueKeysWithValues: counts.level(length).compactMap { node in
      counts.counts[node] == 0 ? nil : grams[node].map { ($0, Int(counts.counts[node])) }
    })
}

@Test(arguments: [1, 2, 3, 4, 8])
func countsMatchADictionary(order: Int) {
  let vocabulary = NGramVocabulary(tokenCount: 5)
  // They include empty sentences and sentences shorter than the order.
  let sentences = randomSentences(vocabulary, count: 80, length: 7)
  var counts = NGramCounts(stream(sentences, vocabulary), vocabulary: vocabulary, order: order)
  var naive = NaiveNGram(sentences, vocabulary, order: order, smoothing: .wittenBell)
  for length in 1...order { #expect(table(counts, length: length) == naive.counts.filter { $0.key.count == length }) }
  counts.countLeftContexts()
  counts.forgetSentenceStarts()
  naive = NaiveNGram(sentences, vocabulary, order: order, smoothing: .kneserNey)
  for length in 1...order { #expect(table(counts, length: length) == naive.used.filter { $0.key.count == length }) }
}

@Test func suffixesDropTheFirstToken() {
  let vocabulary = NGramVocabulary(tokenCount: 4)
  let counts = NGramCounts(
    stream(randomSentences(vocabulary, count: 30, length: 6), vocabulary), vocabulary: vocabulary, order: 4)
  var grams: [[Int32]] = [[]]
  for node in 0..<counts.levelStarts[4] {
    for child in counts.children(node) {
      #expect(child == grams.count)
      grams.append(grams[node] + [counts.tokens[child]])
    }
  }
  #expect(grams.count == counts.tokens.count)
  for node in grams.indices.dropFirst() { #expect(grams[Int(counts.suffixes[node])] == Array(grams[node].dropFirst())) }
}
