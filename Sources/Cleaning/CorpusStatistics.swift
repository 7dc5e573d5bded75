import Corpora

/// What a corpus consists of: counts of its documents, lines, words and characters, and how many documents there are in
/// each language.
///
///     let statistics = try CorpusStatistics(of: ["pages"], by: .file, guesser: LanguageGuesser())
///     statistics.languages   // [(name: "en", documents: 12, bytes: 52_345), ...]
///
/// Texts are read document by document. About 100 bytes are remembered per distinct document, and up to 40 per distinct
/// line.
public struct CorpusStatistics: Equatable, Sendable {
  /// The documents of one language.
  public struct Language: Encodable, Equatable, Sendable {
    /// The language; nil for documents that are too short to be judged, or in an unknown script.
    public let name: String?
    /// The number of documents, and of their bytes.
    public fileprivate(set) var documents = 0, bytes = 0
  }

  /// The numbers of documents, of lines that are not blank, of words between white space, of Unicode scalars, and of
  /// bytes of UTF-8.
  public private(set) var documents = 0, lines = 0, words = 0, characters = 0, bytes = 0
  /// The number of documents that came before, to the last character.
  public private(set) var duplicateDocuments = 0
  /// The number of lines that came before.
  public private(set) var duplicateLines = 0
  /// The languages, those of most bytes first.
  public private(set) var languages: [Language] = []

  /// Reads texts.
  ///
  /// - Throws: the errors of ``forEachDocument(ofTexts:by:lossy:pieceSize:remark:_:)`` and `progress`.
  public init(
    of paths: [String], by unit: DocumentUnit, guesser: LanguageGuesser, lossy: Bool = false,
    remark: (String) -> Void = { _ in }, progress: (_ bytes: Int) throws -> Void = { _ in }
  ) throws {
    var duplicates = ExactDuplicates(), lines: Set<UInt64> = [], byLanguage: [String?: Language] = [:]
    func finish(_ batch: [TextDocument]) throws {
      for verdict in duplicates.clean(batch) where verdict != .unchanged { duplicateDocuments += 1 }
      for (document, counts) in zip(batch, mapOnThreads(batch) { DocumentCounts($0.text, guesser) }) {
        words += counts.words
        characters += counts.characters
        self.lines += counts.lines.count
        for line in counts.lines where !lines.insert(line).inserted { duplicateLines += 1 }
        byLanguage[counts.language, default: Language(name: counts.language)].documents += 1
        byLanguage[counts.language]!.bytes += document.text.utf8.count
        bytes += document.text.utf8.count
      }
      documents += batch.count
      try progress(bytes)
    }
    var batch: [TextDocument] = [], size = 0
    try forEachDocument(ofTexts: paths, by: unit, lossy: lossy, remark: remark) { document in
      batch.append(document)
      size += document.text.utf8.count
      guard size >= 1 << 22 else { return }
      try finish(batch)
      (batch, size) = ([], 0)
    }
    try finish(batch)
    languages = byLanguage.values.sorted { ($1.bytes, $0.name ?? "~") < ($0.bytes, $1.name ?? "~") }
  }
}

/// The counts of one document.
private struct DocumentCounts: Sendable {
  var words = 0, characters = 0
  /// A hash of each line that is not blank.
  var lines: [UInt64] = []
  let language: String?

  init(_ text: String, _ guesser: LanguageGuesser) {
    language = guesser.guess(text)?.language
    var text = text
    text.withUTF8 { bytes in
      var isInWord = false
      for byte in bytes {
        // Bytes that continue a character do not begin one.
        if byte & 0xC0 != 0x80 { characters += 1 }
        if isWhitespace(byte) { isInWord = false } else if !isInWord { (isInWord, words) = (true, words + 1) }
      }
      for line in bytes.split(separator: UInt8(ascii: "\n")) where !line.allSatisfy(isWhitespace) {
        lines.append(hash(of: UnsafeBufferPointer(rebasing: line), seed: 0))
      }
    }
  }
}
