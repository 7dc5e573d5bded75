import NGrams

/// All smoothings.
public let smoothings: [NGramSmoothing] = [.maximumLikelihood, .addK(0.5), .wittenBell, .kneserNey, .stupidBackoff]
/// The smoothings that define probabilities.
public let normalized = smoothings.filter { $0 != .stupidBackoff }

/// Sentences of random tokens, some far more frequent than others, so counts of 1, 2, 3 and more all occur.
public func randomSentences(
  _ vocabulary: NGramVocabulary, count: Int, length: Int, seed: UInt64 = 5
) -> [[Int32]] {
  var values = RandomValues(seed: seed)
  return (0..<count).map { _ in
    let length = Int(values.next() % UInt64(2 * length))
    return (0..<length).map { _ in
      let x = values.float(in: 0...1)
      return Int32(x * x * x * Float(vocabulary.tokenCount) * 0.999)
    }
  }
}

/// Concatenates the sentences, each between its start and end markers.
public func stream(_ sentences: [[Int32]], _ vocabulary: NGramVocabulary) -> [Int32] {
  sentences.flatMap(vocabulary.sentence)
}
