import Corpora
import Files
import Tokenizers

/// The text that a run learns from: one text, the sources of a mixture, or a text that is tokens already.
struct TrainingTexts {
  /// The text; one per source of a mixture; none if there are only tokens.
  let texts: [String]
  /// The tokens of a text that was encoded before, to be read in place.
  let tokens: TokenFile?
  /// The sources, if it is a mixture.
  let mixture: Mixture?
  let record: TextRecord

  /// Reads files and folders as one text, each file as a source of a mixture, or opens a file of tokens.
  ///
  /// - Throws: `Problem` of kind `usage` if there is not one file for each source; otherwise the errors of
  ///   ``readTexts(_:lossy:)``.
  init(_ paths: [String], mixture: Mixture?, lossy: Bool) throws {
    self.mixture = mixture
    if mixture == nil, paths.count == 1, TokenFile.isTokenFile(paths[0]) {
      let file = try TokenFile(contentsOf: paths[0])
      (texts, tokens) = ([], file)
      record = TextRecord(bytes: fileSize(paths[0]) ?? 0, hash: file.fingerprint(), paths: paths, remarks: [])
      return
    }
    tokens = nil
    if let path = paths.first(where: TokenFile.isTokenFile) {
      throw Problem(
        .usage, "\(path) is a file of tokens, which stands alone", suggestion: "Train on it without other texts.")
    }
    guard let mixture else {
      let (text, record) = try readTexts(paths, lossy: lossy)
      (texts, self.record) = ([text], record)
      return
    }
    guard paths.count == mixture.sources.count, !paths.contains(standardInput) else {
      throw Problem(
        .usage, "the mixture has \(mixture.sources.count) sources, but \(paths.count) files are named",
        suggestion: "Name one file for each source, in their order, or none.")
    }
    let found = try paths.map { try readTexts([$0], lossy: lossy) }
    texts = found.map(\.text)
    var record = TextRecord(texts.joined(), path: paths[0], remarks: found.flatMap(\.record.remarks))
    record.paths = paths
    self.record = record
  }

  /// All of it.
  var text: String { texts.count == 1 ? texts[0] : texts.joined() }

  /// Returns the tokenizer in this file or folder, or without one that of the text's characters.
  ///
  /// - Throws: `Problem` of kind `usage` if there are only tokens and no tokenizer; otherwise the errors of
  ///   ``Tokenizers/readTokenizer(contentsOf:)``.
  func tokenizer(at path: String?) throws -> any Tokenizer {
    if let path { return try readTokenizer(contentsOf: path) }
    guard let tokens else { return CharacterTokenizer(text: text) }
    throw Problem(
      .usage, "\(tokens.path) holds tokens, and only their tokenizer knows what they mean",
      suggestion: "Name it with --tokenizer DIR.")
  }
}
