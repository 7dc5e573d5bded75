import NGrams

/// Returns a rung that counts n-grams, with modified Kneser-Ney smoothing for every order: from the unigram to the
/// 5-gram, only the order changes.
func ngramRung(_ name: String, order: Int) -> Rung {
  Rung(name: name) { text, _ in
    let vocabulary = NGramVocabulary(tokenCount: text.tokenizer.vocabularySize)
    return try NGramModel(
      sentences: vocabulary.sentence(text.training), vocabulary: vocabulary, order: order, smoothing: .kneserNey)
  }
}
