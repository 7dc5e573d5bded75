/// Reads one request from a connection: first its head, and the body only if the head is fine.
struct RequestReader {
  private let connection: Connection
  private let limits: Limits
  /// Bytes that were received and not used.
  private var buffer: [UInt8] = []

  init(_ connection: Connection, limits: Limits) { (self.connection, self.limits) = (connection, limits) }

  /// Reads up to the empty line after the header fields.
  ///
  /// - Returns: nil if the client leaves without a word; browsers open connections that they may never use.
  /// - Throws: ``Refusal`` for a head that is too large, too slow, incomplete or wrong.
  mutating func head() throws -> RequestHead? {
    let deadline = Connection.now + limits.headSeconds
    var searched = 0
    while true {
      if let end = Self.endOfHead(buffer, from: searched) {
        guard end + 4 <= limits.headBytes else { break }
        defer { buffer.removeFirst(end + 4) }
        return try RequestHead(Array(buffer[..<end]))
      }
      guard buffer.count < limits.headBytes else { break }
      searched = max(0, buffer.count - 3)
      do {
        try receive(until: deadline, "the head of the request")
      } catch  where buffer.isEmpty {
        return nil
      }
    }
    throw Refusal(.headTooLarge, "the header fields have more than \(limits.headBytes) bytes")
  }

  /// Reads a body of a known size.
  ///
  /// - Throws: ``Refusal`` for a body that is too slow or incomplete.
  mutating func body(_ size: Int) throws -> [UInt8] {
    let deadline = Connection.now + limits.bodySeconds
    while buffer.count < size { try receive(until: deadline, "the body of the request") }
    // What follows would be another request; each connection serves one.
    return Array(buffer.prefix(size))
  }

  /// Whether nothing of the body has come yet.
  var isWaitingForBody: Bool { buffer.isEmpty }

  /// Receives more bytes.
  private mutating func receive(until deadline: Double, _ what: String) throws {
    switch connection.receive(until: deadline) {
    case .bytes(let bytes): buffer += bytes
    case .end: throw Refusal(.badRequest, "\(what) is incomplete")
    case .nothing: throw Refusal(.timeout, "\(what) takes too long")
    }
  }

  /// The position of the empty line: of the first of the four bytes of two line ends.
  private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (start..<max(start, bytes.count - 3)).first { i in
      bytes[i] == 0x0D && bytes[i + 1] == 0x0A && bytes[i + 2] == 0x0D && bytes[i + 3] == 0x0A
    }
  }
}
