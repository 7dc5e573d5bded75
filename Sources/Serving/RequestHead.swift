/// The first line and the header fields of a request, as RFC 9112 writes them. The bytes come from outside, so nothing
/// here traps.
///
///     try RequestHead(Array("GET /a?b HTTP/1.1\r\nHost: localhost:8080".utf8)).path  // "/a"
///
/// Of what the RFC permits, this leaves out: HTTP/1.0, targets other than a path, lines that end without a carriage
/// return, and bodies in chunks. No browser sends them.
struct RequestHead: Equatable {
  /// The method, such as `GET`.
  let method: String
  /// The target up to a question mark.
  let path: String
  /// The size of the body, if the client says it; `Int.max` for larger numbers.
  let contentLength: Int?
  /// The fields by their names in lower case.
  private let fields: [String: String]

  /// Parses the bytes before the empty line that ends a head.
  ///
  /// - Throws: ``Refusal`` that says what is wrong.
  init(_ bytes: [UInt8]) throws {
    let lines = bytes.split(separator: [0x0D, 0x0A], omittingEmptySubsequences: false)
    for line in lines where line.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      throw Refusal(.badRequest, "the head of the request has control characters")
    }
    let parts = lines[0].split(separator: 0x20, omittingEmptySubsequences: false).map(Self.text)
    guard parts.count == 3, Self.isToken(parts[0]), parts[2].hasPrefix("HTTP/") else {
      throw Refusal(.badRequest, "the request does not begin with a method, a path and HTTP/1.1")
    }
    guard parts[2] == "HTTP/1.1" else { throw Refusal(.versionNotSupported, "only HTTP/1.1 is spoken here") }
    guard parts[1].hasPrefix("/"), parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Refusal(.badRequest, "the target of the request is not a path")
    }
    method = parts[0]
    path = String(parts[1].prefix { $0 != "?" })
    fields = try Self.fields(lines.dropFirst())
    guard fields["host"] != nil else { throw Refusal(.badRequest, "the request does not name its host") }
    contentLength = try fields["content-length"].map { text in
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw Refusal(.badRequest, "the content length is not a number")
      }
      return Int(text) ?? .max
    }
    if contentLength != nil, fields["transfer-encoding"] != nil {
      throw Refusal(.badRequest, "the request has both a content length and a transfer encoding")
    }
  }

  /// The value of a field, by its name in lower case.
  subscript(_ name: String) -> String? { fields[name] }

  /// Fields that would contradict themselves if they came twice.
  private static let single: Set = [
    "host", "origin", "content-length", "content-type", "transfer-encoding", "expect",
  ]

  private static func fields(_ lines: some Sequence<ArraySlice<UInt8>>) throws -> [String: String] {
    var fields: [String: String] = [:]
    for line in lines {
      // A line that begins with a space would continue the one before; that form is obsolete, and is no token.
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(text(line[..<colon])) else {
        throw Refusal(.badRequest, "a header field is not a name, a colon and a value")
      }
      let name = text(line[..<colon]).lowercased()
      let value = text(trimmed(line[(colon + 1)...]))
      if let before = fields[name] {
        if single.contains(name) { throw Refusal(.badRequest, "the header field \(name) comes twice") }
        fields[name] = before + ", " + value
      } else {
        fields[name] = value
      }
    }
    return fields
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Returns a value without the spaces and tabs around it.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return bytes[first...last]
  }

  /// Whether a text is a token of RFC 9110, section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
