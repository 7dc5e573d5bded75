import Files

/// Identifies a text and says how it was read, so a run can name its text and detect whether that text has changed.
public struct TextRecord: Equatable, Sendable {
  /// What was read: files, folders, or `-` for standard input, as the user named them.
  public var paths: [String]
  /// The length of the text in bytes of UTF-8, as it was read: decoded, and with `\n` between lines.
  public let bytes: Int
  /// A hash of those bytes.
  public let fingerprint: String
  /// Lines for the user about what was changed or left out while reading, such as "read as UTF-16".
  public let remarks: [String]

  /// Creates the record of a text.
  public init(_ text: String, path: String, remarks: [String] = []) {
    self.init(text.utf8, path: path, remarks: remarks)
  }

  /// The path of its file; the first of several.
  public var path: String {
    get { paths[0] }
    set { paths = [newValue] }
  }

  /// The name of the text in messages: `tales.txt`, `standard input`, or `preface.txt and 2 more`.
  public var name: String { inputName(path) + (paths.count > 1 ? " and \(paths.count - 1) more" : "") }

  /// Checks that this is the training text of a run.
  ///
  /// - Throws: `Problem` of kind `badData` that says how the two differ.
  public func requireSame(as before: TextRecord, ofRun run: String) throws {
    guard bytes == before.bytes, fingerprint == before.fingerprint else {
      func facts(_ text: TextRecord) -> String { "\(text.bytes) bytes with fingerprint \(text.fingerprint)" }
      throw Problem(
        .badData, "\(name) is not the training text of \(run): it has \(facts(self)), not \(facts(before))")
    }
  }

  /// Creates the record of a text from its bytes.
  init(_ utf8: some Collection<UInt8>, path: String, remarks: [String] = []) {
    self.init(bytes: utf8.count, hash: Files.fingerprint(of: utf8), paths: [path], remarks: remarks)
  }

  /// Creates the record of a text with this number of bytes and this hash.
  public init(bytes: Int, hash: UInt64, paths: [String], remarks: [String]) {
    precondition(!paths.isEmpty, "TextRecord: a text has at least one path")
    (self.paths, self.bytes, self.remarks) = (paths, bytes, remarks)
    fingerprint = String(hash, radix: 16)
  }
}

extension TextRecord: Codable {
  private enum CodingKeys: String, CodingKey { case path, paths, bytes, fingerprint, remarks }

  /// Writes `path`, `bytes` and `fingerprint`; `paths` only if there are several, and `remarks` only if there are any.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(path, forKey: .path)
    if paths.count > 1 { try fields.encode(paths, forKey: .paths) }
    try fields.encode(bytes, forKey: .bytes)
    try fields.encode(fingerprint, forKey: .fingerprint)
    if !remarks.isEmpty { try fields.encode(remarks, forKey: .remarks) }
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let path = try fields.decode(String.self, forKey: .path)
    let several = try fields.decodeIfPresent([String].self, forKey: .paths) ?? []
    paths = several.isEmpty ? [path] : several
    bytes = try fields.decode(Int.self, forKey: .bytes)
    fingerprint = try fields.decode(String.self, forKey: .fingerprint)
    remarks = try fields.decodeIfPresent([String].self, forKey: .remarks) ?? []
  }
}
