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
