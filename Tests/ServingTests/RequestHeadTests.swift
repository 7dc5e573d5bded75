import Foundation
import TestSupport
import Testing

@testable import Serving

struct RequestHeadTests {
  private func head(_ text: String) throws -> RequestHead { try RequestHead(Array(text.utf8)) }

  /// The refusal of a head, if any.
  private func refusal(_ text: String) -> Refusal? {
    do {
      _ = try head(text)
      return nil
    } catch {
      return error as? Refusal
    }
  }

  @Test func aHeadIsRead() throws {
    let head = try head(
      "POST /answer?a=b HTTP/1.1\r\nHost: localhost:80\r\nX-A:  b c\t\r\nx-a:\r\nContent-Length: 0012\r\nACCEPT:*/*")
    #expect(head.method == "POST" && head.path == "/answer" && head.contentLength == 12)
    #expect(head["host"] == "localhost:80" && head["x-a"] == "b c, " && head["accept"] == "*/*")
    #expect(head["origin"] == nil)
  }

  @Test func wrongHeadsAreRefused() {
    let heads: [(String, Refusal.Status)] = [
      ("", .badRequest), ("GET", .badRequest), ("GET /", .badRequest), ("GET  / HTTP/1.1\r\nHost: a", .badRequest),
      ("GET / HTTP/1.1 \r\nHost: a", .badRequest), ("G(T / HTTP/1.1\r\nHost: a", .badRequest),
      (" / HTTP/1.1\r\nHost: a", .badRequest), ("GET / FTP/1.1\r\nHost: a", .badRequest),
      ("GET / HTTP/1.0\r\nHost: a", .versionNotSupported), ("PRI * HTTP/2.0", .versionNotSupported),
      ("GET http://a/ HTTP/1.1\r\nHost: a", .badRequest), ("GET /\u{E4} HTTP/1.1\r\nHost: a", .badRequest),
      ("GET / HTTP/1.1", .badRequest), ("GET / HTTP/1.1\r\nHost: a\r\nHost: a", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\n b", .badRequest), ("GET / HTTP/1.1\r\nHost : a", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\n: b", .badRequest), ("GET / HTTP/1.1\r\nHost: a\r\nb", .badRequest),
      ("GET / HTTP/1.1\nHost: a", .badRequest), ("GET / HTTP/1.1\r\nHost: a\u{0}", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\rb", .badRequest), ("GET / HTTP/1.1\r\nHost: a\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length:", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6", .badRequest),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", .badRequest),
    ]
    for (text, status) in heads { #expect(refusal(text)?.status == status, "\(text.debugDescription)") }
    #expect(refusal("GET / HTTP/1.1\r\nHost: a") == nil)
  }

  @Test func aHugeLengthIsTheLargest() throws {
    let huge = String(repeating: "9", count: 30)
    #expect(try head("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(huge)").contentLength == .max)
  }

  /// Bytes that are changed, doubled and left out at random are read or refused, and never trap.
  @Test func mutatedHeadsNeverTrap() {
    let start = Array(
      "POST /answer?x HTTP/1.1\r\nHost: localhost:80\r\nContent-Length: 12\r\nOrigin: a\r\nTransfer: \u{E4}".utf8)
    let bytes: [UInt8] = Array("\r\n :/\t\0+9aZ\u{E4}".utf8) + [0xFF, 0x80, 0x7F]
    var random = RandomValues(seed: 3), (read, refused) = (0, 0)
    for _ in 0..<20_000 {
      var head = start
      for _ in 0..<Int.random(in: 1...4, using: &random) where !head.isEmpty {
        let i = Int.random(in: 0..<head.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: head[i] = bytes[Int.random(in: 0..<bytes.count, using: &random)]
        case 1: head.remove(at: i)
        case 2: head.insert(contentsOf: head[i..<min(head.count, i + 20)], at: i)
        default: head.removeSubrange(i..<min(head.count, i + Int.random(in: 1...60, using: &random)))
        }
      }
      do {
        let head = try RequestHead(head)
        #expect(head.path.hasPrefix("/") && head["host"] != nil)
        read += 1
      } catch {
        #expect(error is Refusal)
        refused += 1
      }
    }
    #expect(read > 2000 && refused > 2000)
  }
}
