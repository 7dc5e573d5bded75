import NGrams
import Testing
import TestSupport

// Three sentences over the tokens a, b and c, worked out by hand at order 2:
//
//     <s> a b </s>      <s> a b </s>      <s> c b </s>
//
// pairs   <s> a: 2   <s> c: 1   a b: 2   c b: 1   b </s>: 3
// single  a: 2   b: 3   c: 1   </s>: 3, total 9;   V = 5 ids can follow: a, b, c, <unk>, </s>
//
// Kneser-Ney. Distinct tokens before a: <s>; b: a, c; c: <s>; </s>: b. That is 1, 2, 1, 1, total 5; n1 = 3, n2 = 1, and
// n3 = 0 allows no estimate for single tokens: D = 0.5, 1, 1.5.
//     left over     (0.5 x 3 + 1 x 1) / 5 = 0.5
//     p(a) = p(c) = p(</s>) = (1 - 0.5) / 5 + 0.5 / 5 = 0.2     p(b) = (2 - 1) / 5 + 0.1 = 0.3     p(<unk>) = 0.1
// Pairs have n1 = 2, n2 = 2, n3 = 1, n4 = 0: Y = 2 / (2 + 2 x 2) = 1/3,
//     D1 = 1 - 2 Y 2/2 = 1/3     D2 = 2 - 3 Y 1/2 = 3/2     D3 = 3 - 4 Y 0/1 = 3
//     after a       left 1.5 / 2 = 0.75            p(b) = (2 - 1.5) / 2 + 0.75 x 0.3 = 0.475     p(a) = 0.75 x 0.2
//     after <s>     left (1.5 + 1/3) / 3 = 11/18   p(a) = 0.5 / 3 + 11/18 x 0.2 = 26/90
//                                                  p(c) = (1 - 1/3) / 3 + 11/18 x 0.2 = 31/90
//     after b       left 3 / 3 = 1                 p(</s>) = 0 + 0.2
//     after c       left 1/3                       p(b) = (1 - 1/3) / 1 + 1/3 x 0.3 = 23/30
//
// Witten-Bell. Four distinct single tokens: p(b) = (3 + 4/5) / 13, p(<unk>) = 4/5 / 13. One token follows a, twice:
//     p(b) = (2 + 1 x 3.8/13) / (2 + 1)     p(<unk>) = 1 x 0.8/13 / 3
//
// Add-1.   After a: p(b) = (2 + 1) / (2 + 5), any other 1/7. After b: p(</s>) = 4/8. After <unk>: 1/5.
// None.    After a: p(b) = 1, any other 0. After <unk>, which nothing follows, single tokens: p(b) = 3/9.
// Stupid backoff.  After a: b 1, a 0.4 x 2/9. After <unk>: b 0.4 x 3/9.

private let vocabulary = NGramVocabulary(tokenCount: 3)
private let a: Int32 = 0, b: Int32 = 1, c: Int32 = 2
private let sentences: [[Int32]] = [[a, b], [a, b], [c, b]]

private func model(_ smoothing: NGramSmoothing) throws -> NGramModel {
  try NGramModel(sentences: stream(sentences, vocabulary), vocabulary: vocabulary, order: 2, smoothing: smoothing)
}

/// Checks rows of context, token, value, and the length of the n-gram that the value comes from.
private func expect(_ smoothing: NGramSmoothing, _ rows: [([Int32], Int32, Double, Int)]) throws {
  let model = try model(smoothing)
  for (context, token, value, order) in rows {
    let found = model.probability(of: token, after: model.context(after: context))
    expectClose(
      actual: [found.value], expected: [Float(value)], relativeTo: .each, units: 2, "\(token) after \(context)")
    #expect(found.order == order, "\(token) after \(context)")
  }
}

@Test func kneserNeyMatchesTheCalculationByHand() throws {
  let (s, unk, end) = (vocabulary.start, vocabulary.unknown, vocabulary.end)
  try expect(
    .kneserNey,
    [
      ([], a, 0.2, 1), ([], b, 0.3, 1), ([], end, 0.2, 1), ([], unk, 0.1, 1), ([], s, 0, 1),
      ([a], b, 0.475, 2), ([a], a, 0.15, 1), ([s], a, 26.0 / 90, 2), ([s], c, 31.0 / 90, 2), ([b], end, 0.2, 2),
      ([c], b, 23.0 / 30, 2), ([unk], b, 0.3, 1), ([b, a], b, 0.475, 2),
    ])
  let discounts = try model(.kneserNey).discounts
  #expect(discounts.map(\.isFallback) == [true, false])
  expectClose(
    actual: discounts.flatMap { [$0.one, $0.two, $0.more] }, expected: [0.5, 1, 1.5, 1.0 / 3, 1.5, 3],
    relativeTo: .each, units: 1e-6)
}

@Test func otherSmoothingsMatchTheCalculationByHand() throws {
  let (unk, end) = (vocabulary.unknown, vocabulary.end)
  try expect(
    .wittenBell,
    [([], b, 3.8 / 13, 1), ([a], b, (2 + 3.8 / 13) / 3, 2), ([a], unk, 0.8 / 13 / 3, 1), ([unk], b, 3.8 / 13, 1)])
  try expect(
    .addK(1),
    [([a], b, 3.0 / 7, 2), ([a], unk, 1.0 / 7, 0), ([b], end, 0.5, 2), ([unk], b, 0.2, 0), ([], b, 4.0 / 14, 1)])
  try expect(.maximumLikelihood, [([a], b, 1, 2), ([a], a, 0, 1), ([unk], b, 3.0 / 9, 1)])
  try expect(.stupidBackoff, [([a], b, 1, 2), ([a], a, 0.4 * 2 / 9, 1), ([unk], b, 0.4 * 3 / 9, 1)])
}

@Test func perplexityOfASentenceIsThatOfItsTokens() throws {
  let evaluation = try model(.kneserNey).evaluate(vocabulary.sentence([a, b]))
  // The probabilities of a after <s>, b after a, and the end after b.
  let product = 26.0 / 90 * 0.475 * 0.2
  expectClose(
    actual: [1 / (evaluation.perplexity * evaluation.perplexity * evaluation.perplexity)], expected: [product], units: 2
  )
  #expect(evaluation.tokenCount == 3 && evaluation.unknownCount == 0)
}

@Test(arguments: smoothings, [1, 2, 3, 5])
func everySmoothingFollowsItsFormula(smoothing: NGramSmoothing, order: Int) throws {
  let vocabulary = NGramVocabulary(tokenCount: 7)
  let sentences = randomSentences(vocabulary, count: 60, length: 9)
  let naive = NaiveNGram(sentences, vocabulary, order: order, smoothing: smoothing)
  let model = try NGramModel(
    sentences: stream(sentences, vocabulary), vocabulary: vocabulary, order: order, smoothing: smoothing)
  for length in 1...order {
    #expect(model.count(ofOrder: length) == (length == 1 ? 10 : naive.counts.keys.count { $0.count == length }))
  }
  if smoothing == .kneserNey {
    expectClose(
      actual: model.discounts.flatMap { [$0.one, $0.two, $0.more] }, expected: naive.discounts.flatMap { $0 },
      relativeTo: .each, units: 1e-6)
  }
  let text = stream(randomSentences(vocabulary, count: 20, length: 9, seed: 6), vocabulary)
  for i in text.indices where text[i] != vocabulary.start {
    let start = text[..<i].lastIndex(of: vocabulary.start)!
    let history = Array(text[start..<i]), context = model.context(after: history)
    let expected = (0..<Int32(vocabulary.size)).map { naive.probability($0, after: history) }
    expectClose(
      actual: model.probabilities(after: context).map(Double.init), expected: expected, relativeTo: .each, units: 8)
  }
}
