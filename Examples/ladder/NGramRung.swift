import NGrams

/// Returns a rung that counts n-grams, with modified Kneser-Ney smoothing for every order: from the unigram to the
/// 5-gram, only the order changes.
func ngramRung(_ name: String, order: Int, view: String) -> Rung {
  Rung(name: name, view: view) { text, _ in
    let vocabulary = NGramVocabulary(tokenCount: text.tokenizer.vocabularySize)
    return try NGramModel(
      sentences: vocabulary.sentence(text.training), vocabulary: vocabulary, order: order, smoothing: .kneserNey)
  }
}

/// The rungs that count.
///
/// - Parameter text: the text, because what four characters cannot show depends on it.
func countingRungs(_ text: LadderText) -> [Rung] {
  let limit = text.isGenerated ? "who \"he\" is" : "what the sentence is about"
  return [
    ngramRung("unigram", order: 1, view: "knows how often each character occurs, and nothing of their order"),
    ngramRung("bigram", order: 2, view: "sees 1 character, and knows how often each other character followed it"),
    ngramRung(
      "5-gram", order: 5,
      view: "knows what followed the last 4 characters: enough to spell words, too short to know \(limit)"),
  ]
}
