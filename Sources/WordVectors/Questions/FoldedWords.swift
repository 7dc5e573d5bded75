import Corpora

/// The most frequent words of a vocabulary, looked up without regard to case, for word lists that are capitalized
/// differently from the vocabulary.
///
/// `Paris`, `paris` and `PARIS` count as one word here: the most frequent of them. gensim evaluates in the same way.
struct FoldedWords {
  /// The words in upper case, each once.
  private var capitals = WordVocabulary()
  /// The most frequent word for each entry of `capitals`.
  private var first: [Int32] = []
  /// For each word, the number of its upper-case form in `capitals`.
  private(set) var folds: [Int32] = []

  /// Takes the first `count` words, or all of them if there are fewer.
  init(_ words: WordVocabulary, count: Int) {
    folds.reserveCapacity(min(count, words.count))
    for number in 0..<Int32(min(count, words.count)) {
      let fold = capitals.add(words[number].uppercased())
      if Int(fold) == first.count { first.append(number) }
      folds.append(fold)
    }
  }

  /// The number of words considered.
  var count: Int { folds.count }

  /// The most frequent word that is the same except for case.
  subscript(word: String) -> Int32? { capitals.number(of: word.uppercased()).map { first[Int($0)] } }
}
