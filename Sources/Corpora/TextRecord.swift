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
  public init(_ text: String, path: String) {
    self.path = path
    bytes = text.utf8.count
    fingerprint = String(Files.fingerprint(of: text.utf8), radix: 16)
  }
}
