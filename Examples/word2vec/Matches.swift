import Files
import Reports
import WordVectors

/// A word in an answer with `--json`.
struct AnsweredWord: Encodable {
  let word: String
  let similarity: Float

  init(_ match: WordVectors.Match, _ vectors: WordVectors) {
    word = vectors.words[match.word]
    similarity = match.similarity
  }
}

/// Returns a table of words with their similarities, one row per word.
func table(_ words: [AnsweredWord], title: String) -> TextTable {
  var table = TextTable([.left(printable(title)), .right("similarity"), .left("")])
  for word in words {
    table.append([
      printable(word.word), Formats.fixed(Double(word.similarity), decimals: 4),
      TextTable.bar(Double(word.similarity), width: 40),
    ])
  }
  return table
}
