import Foundation

/// The bytes of responses. After each response the connection is closed, which keeps the server simple; on one machine
/// a new connection costs next to nothing.
enum Response {
  /// Fields of every response: nothing is stored, guessed, or given to another site.
  private static let common = [
    "Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
    "Cross-Origin-Resource-Policy: same-origin",
  ]

  /// Returns a whole response.
  ///
  /// - Parameter isHeadOnly: whether to leave out the body, as for a request with `HEAD`.
  static func whole(
    _ status: (code: Int, phrase: String) = (200, "OK"), fields: [String], body: String, isHeadOnly: Bool = false
  ) -> [UInt8] {
    head(status, fields + ["Content-Length: \(body.utf8.count)"]) + (isHeadOnly ? [] : Array(body.utf8))
  }

  /// Returns the response to a request that is refused: `{"error":"..."}`.
  static func refusal(_ refusal: Refusal) -> [UInt8] {
    let fields = ["Content-Type: application/json"] + (refusal.allowed.map { ["Allow: \($0)"] } ?? [])
    return whole(
      (refusal.status.rawValue, refusal.status.phrase), fields: fields, body: AnswerLine.error(refusal.message).json)
  }

  /// Returns the beginning of a response whose body comes in chunks, because nobody knows its length yet.
  static func chunkedHead(_ fields: [String]) -> [UInt8] { head((200, "OK"), fields + ["Transfer-Encoding: chunked"]) }

  /// Returns one chunk (RFC 9112, section 7.1): its size in hexadecimal, and the bytes. An empty one ends the body.
  static func chunk(_ text: String) -> [UInt8] {
    Array("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n".utf8)
  }

  /// What tells a client that waits with its body to send it.
  static let proceed = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  private static func head(_ status: (code: Int, phrase: String), _ fields: [String]) -> [UInt8] {
    Array((["HTTP/1.1 \(status.code) \(status.phrase)"] + fields + common + ["", ""]).joined(separator: "\r\n").utf8)
  }
}
