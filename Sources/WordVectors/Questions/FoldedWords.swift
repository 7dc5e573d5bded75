import Corpora

/// The most frequent words of a vocabulary by their capitals, for lists of words whose case is another than the vocabulary's.
///
/// `Paris`, `paris` and `PARIS` are one here, and stand for the most frequent of them. That is how gensim evaluates.
struct FoldedWords {
  /// The words in capitals, each once.
  private var capitals = WordVocabulary()
  /// The most frequent word with each of these capitals.
  private var first: [Int32] = []
  /// The number of the capitals of each word.
  private(set) var folds: [Int32] = []

  /// The first `count` words; all of them, if they are fewer.
  init(_ words: WordVocabulary, count: Int) {
    folds.reserveCapacity(min(count, words.count))
    for number in 0..<Int32(min(count, words.count)) {
      let fold = capitals.add(words[number].uppercased())
      if Int(fold) == first.count { first.append(number) }
      folds.append(fold)
    }
  }

  /// How many words are looked at.
  var count: Int { folds.count }

  /// The most frequent word that is the same but for capitals.
  subscript(word: String) -> Int32? { capitals.number(of: word.uppercased()).map { first[Int($0)] } }
}
