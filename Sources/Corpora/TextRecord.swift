import Files

/// Identifies a text, so a run can say which text it was trained on and detect whether that text has changed.
public struct TextRecord: Codable, Equatable, Sendable {
  /// The path of its file.
  public var path: String
  /// Its length in bytes of UTF-8, as it was read.
  public let bytes: Int
  /// A hash of those bytes.
  public let fingerprint: String

  /// Creates the record of a text.
  public init(_ text: String, path: String) { self.init(text.utf8, path: path) }

  /// Checks that this is the training text of a run.
  ///
  /// - Throws: `Problem` of kind `badData` that says how the two differ.
  public func requireSame(as before: TextRecord, ofRun run: String) throws {
    guard bytes == before.bytes, fingerprint == before.fingerprint else {
      func facts(_ text: TextRecord) -> String { "\(text.bytes) bytes with fingerprint \(text.fingerprint)" }
      throw Problem(
        .badData, "\(path) is not the training text of \(run): it has \(facts(self)), not \(facts(before))")
    }
  }

  /// Creates the record of a text from its bytes.
  init(_ utf8: some Collection<UInt8>, path: String) {
    self.init(bytes: utf8.count, hash: Files.fingerprint(of: utf8), path: path)
  }

  /// Creates the record of a text with this number of bytes and this hash.
  init(bytes: Int, hash: UInt64, path: String) {
    self.path = path
    self.bytes = bytes
    fingerprint = String(hash, radix: 16)
  }
}
