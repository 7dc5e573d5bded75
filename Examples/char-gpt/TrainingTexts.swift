import Corpora
import Files

/// The text that a run learns from: one text, or the sources of a mixture.
struct TrainingTexts {
  /// The text; one per source of a mixture.
  let texts: [String]
  /// The sources, if it is a mixture.
  let mixture: Mixture?
  let record: TextRecord

  /// Reads files and folders as one text, or each file as a source of a mixture.
  ///
  /// - Throws: `Problem` of kind `usage` if there is not one file for each source; otherwise the errors of
  ///   ``readTexts(_:lossy:)``.
  init(_ paths: [String], mixture: Mixture?, lossy: Bool) throws {
    self.mixture = mixture
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

  /// Returns the tokens in two parts, and where the sources of a mixture are in them.
  ///
  /// - Parameter encode: returns the tokens of a text.
  func tokens(
    validation: Double, context: Int, encode: (String) throws -> [Int32]
  ) throws -> (split: TokenSplit, mixed: MixedTokens?) {
    let tokens = try texts.map(encode)
    guard let mixture else { return (try Split(tokens[0], validation: validation, context: context), nil) }
    let mixed = try MixedTokens(tokens, of: mixture, validation: validation, context: context)
    return (mixed.split, mixed)
  }
}
