import NGrams
import Numerics

/// Returns a rung that counts n-grams, with modified Kneser-Ney smoothing for every order: from the unigram to the
/// 5-gram, only the order changes.
func ngramRung(_ name: String, order: Int) -> Rung {
  Rung(name: name) { text, _ in
    let vocabulary = NGramVocabulary(tokenCount: text.tokenizer.vocabularySize)
    return try NGramModel(
      sentences: vocabulary.sentence(text.training), vocabulary: vocabulary, order: order, smoothing: .kneserNey)
  }
}

extension NGramModel: LadderModel {
  func write(after prompt: [Int32], count: Int, using generator: inout RandomGenerator) -> [Int32] {
    var written: [Int32] = []
    generate(after: context(after: prompt), count: count, sampler: ladderSampler, using: &generator) { token in
      // The end of the sentence, which the model has seen once, is not a character.
      if token < vocabulary.tokenCount { written.append(token) }
    }
    return written
  }
}
