import Files

/// What a text was, so that a run can say what it learnt from, and tell whether that is still the same.
public struct TextRecord: Codable, Equatable, Sendable {
  /// Where it stood.
  public var path: String
  /// Its length in UTF-8, as it was read.
  public let bytes: Int
  /// A hash of those bytes.
  public let fingerprint: String

  /// The record of a text.
  public init(_ text: String, path: String) { self.init(text.utf8, path: path) }

  /// Checks that this is the text that a run learns from.
  ///
  /// - Throws: `Problem` of kind `badData` that tells the two apart.
  public func requireSame(as before: TextRecord, ofRun run: String) throws {
    guard bytes == before.bytes, fingerprint == before.fingerprint else {
      func facts(_ text: TextRecord) -> String { "\(text.bytes) bytes with fingerprint \(text.fingerprint)" }
      throw Problem(
        .badData, "\(path) is not the text that \(run) learns from: it has \(facts(self)), not \(facts(before))")
    }
  }

  /// The record of a text's bytes.
  init(_ utf8: some Collection<UInt8>, path: String) {
    self.init(bytes: utf8.count, hash: Files.fingerprint(of: utf8), path: path)
  }

  /// The record of a text of so many bytes with this hash.
  init(bytes: Int, hash: UInt64, path: String) {
    self.path = path
    self.bytes = bytes
    fingerprint = String(hash, radix: 16)
  }
}
