import Conversations
import Files
import Foundation
import TestSupport
import Testing

@testable import Serving

struct ChatServerTests {
  /// What the server answers to a text, up to the end of the connection.
  private func response(_ text: String, _ server: ChatServer) throws -> String {
    let client = try TestClient(port: server.port)
    client.say(text)
    return client.hear()
  }

  private func get(_ path: String, host: String? = nil, _ server: ChatServer) throws -> String {
    try response("GET \(path) HTTP/1.1\r\nHost: \(host ?? "localhost:\(server.port)")\r\n\r\n", server)
  }

  /// The pieces of a body in chunks, or nil if it is not complete.
  private func chunks(_ response: String) -> [String]? {
    let parts = response.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard let start = parts.firstIndex(of: ""), parts.suffix(3) == ["0", "", ""] else { return nil }
    var chunks: [String] = []
    for i in stride(from: start + 1, to: parts.count - 3, by: 2) {
      guard Int(parts[i], radix: 16) == parts[i + 1].utf8.count else { return nil }
      chunks.append(String(parts[i + 1]))
    }
    return chunks
  }

  @Test func thePageIsServed() throws {
    try withServer { server in
      #expect(server.address == "http://127.0.0.1:\(server.port)/" && server.port > 0)
      let page = try get("/", server)
      #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.hasSuffix("</html>\n"))
      #expect(page.contains("<h1>Chat with a &amp; b</h1>"))
      let policy = try #require(page.firstMatch(of: /\r\nContent-Security-Policy: (.*)\r\n/)?.1)
      let nonce = try #require(policy.firstMatch(of: /script-src 'nonce-([0-9a-z]+)';/)?.1)
      #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe") && nonce.count > 16)
      #expect(page.matches(of: /<script nonce="[0-9a-z]+">/).count == 6)
      // Nobody can guess the next one.
      #expect(!(try get("/", server)).contains(nonce))
      let head = try response("HEAD / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n", server)
      #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n") && head.contains("Content-Length: "))
    }
  }

  @Test func wrongRequestsAreRefused() throws {
    try withServer { server in
      let port = server.port, host = "Host: 127.0.0.1:\(port)"
      let type = "Content-Type: application/json"
      let cases: [(String, Int)] = [
        ("hello\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", 403), ("GET /favicon.ico HTTP/1.1\r\n\(host)\r\n\r\n", 404),
        ("DELETE / HTTP/1.1\r\n\(host)\r\n\r\n", 405), ("GET / HTTP/1.0\r\n\(host)\r\n\r\n", 505),
        ("POST /answer HTTP/1.1\r\n\(host)\r\n\(type)\r\n\r\n", 411),
        ("GET / HTTP/1.1\r\n\(host)\r\nX: \(String(repeating: "a", count: 16_384))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n\(host)\r\nX: \(String(repeating: "a", count: 40_000))", 431),
        (post("{}", port: port, fields: []), 415), (post("{}", port: port, fields: [type]), 400),
        (post("{}", port: port, fields: [type, "Origin: http://example.com"]), 403),
        (post(String(repeating: " ", count: 300_000), port: port, fields: [type]), 413),
        (question("a", stage: 2, port: port), 400),
      ]
      for (text, status) in cases {
        let response = try response(text, server)
        #expect(response.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(80)): \(response)")
        #expect(response.contains(/\r\n\r\n{"error":"[^"]+"}\n$/), "\(response)")
      }
      #expect(try response("PUT / HTTP/1.1\r\n\(host)\r\n\r\n", server).contains("\r\nAllow: GET, HEAD\r\n"))
      // It still works.
      #expect(try get("/", server).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func anAnswerComesInPieces() throws {
    let models = FakeModels()
    try withServer(models) { server in
      let answer = try response(question("a \\\"b\\\" \\u00e4", stage: 1, port: server.port), server)
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"))
      #expect(
        chunks(answer) == [
          "{\"text\":\"tuned \"}\n", "{\"text\":\"heard \"}\n", "{\"text\":\"a \\\"b\\\" ä\"}\n",
          "{\"done\":true,\"remark\":null}\n",
        ])
      #expect(models.record.withLock { $0.settings } == ["1 0.5 7"])
      #expect(models.record.withLock { $0.questions } == [[Turn(.user, "a \"b\" ä")]])
      let remark = try response(question("forbidden", stage: 1, port: server.port), server)
      #expect(chunks(remark)?.last == "{\"done\":true,\"remark\":\"the output filter acted\"}\n")
      let failure = try response(question("fail", port: server.port), server)
      #expect(
        chunks(failure) == ["{\"error\":\"the conversation is longer than the context\\nStart again.\"}\n"])
    }
  }

  @Test func piecesAreSentAtOnce() throws {
    let models = FakeModels()
    try withServer(models) { server in
      let client = try TestClient(port: server.port)
      // In two parts, as a slow client would send it.
      let text = question("wait", port: server.port)
      client.say(String(text.prefix(20)))
      usleep(20_000)
      client.say(String(text.dropFirst(20)))
      #expect(client.hear(until: "{\"text\":\"first\"}\n\r\n").hasSuffix("first\"}\n\r\n"))
      models.permission.signal()
      #expect(client.hear().hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func aClientThatWaitsToSendIsTold() throws {
    try withServer { server in
      let text = question("a", port: server.port).replacing("\r\n\r\n", with: "\r\nExpect: 100-continue\r\n\r\n")
      let parts = text.split(separator: "\r\n\r\n")
      let client = try TestClient(port: server.port)
      client.say(parts[0] + "\r\n\r\n")
      #expect(client.hear(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      client.say(String(parts[1]))
      #expect(client.hear().hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func aClientThatLeavesEndsItsAnswer() throws {
    let models = FakeModels()
    try withServer(models) { server in
      let client = try TestClient(port: server.port)
      client.say(question("forever", port: server.port))
      _ = client.hear(until: "tick \"}\n\r\n")
      #expect(models.record.withLock { $0.stopped } == 0)
      client.leave()
      #expect(comes { models.record.withLock { $0.stopped } == 1 })
      #expect(try response(question("a", port: server.port), server).hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func answersWaitForOneAnother() throws {
    let models = FakeModels()
    try withServer(models) { server in
      let clients = try (0..<4).map { _ in try TestClient(port: server.port) }
      for client in clients { client.say(question("wait", port: server.port)) }
      #expect(comes { models.record.withLock { $0.atOnce } == 1 })
      // One that leaves before its turn is never asked.
      let impatient = try TestClient(port: server.port)
      impatient.say(question("forever", port: server.port))
      _ = impatient.hear(until: "\r\n\r\n")
      impatient.leave()
      usleep(300_000)
      for _ in clients { models.permission.signal() }
      for client in clients { #expect(client.hear().hasSuffix("0\r\n\r\n")) }
      let record = models.record.withLock { $0 }
      #expect(record.mostAtOnce == 1 && record.questions.count == 4 && record.stopped == 0)
    }
  }

  @Test func slowClientsAreNotWaitedFor() throws {
    var limits = Limits()
    (limits.headSeconds, limits.bodySeconds, limits.connections) = (0.2, 0.2, 2)
    try withServer(limits: limits) { server in
      let text = question("a", port: server.port)
      for part in [text.prefix(20), text.dropLast(1)] {
        let client = try TestClient(port: server.port)
        client.say(String(part))
        #expect(client.hear().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
      }
      // Connections without a word take all places for a while, and end without a word.
      let silent = try (0..<4).map { _ in try TestClient(port: server.port) }
      #expect(try get("/", server).hasPrefix("HTTP/1.1 200 OK\r\n"))
      for client in silent { #expect(client.hear() == "") }
    }
  }

  @Test func stoppingEndsAnswersInProgress() throws {
    let models = FakeModels()
    let server = try ChatServer(models, title: "a", port: 0)
    let client = try TestClient(port: server.port)
    try whileRunning(server) {
      client.say(question("forever", port: server.port))
      _ = client.hear(until: "tick \"}\n\r\n")
    }
    #expect(models.record.withLock { $0.stopped } == 1)
    // Without the chunk that ends an answer, the client knows that this one is not complete.
    #expect(!client.hear().hasSuffix("0\r\n\r\n"))
  }

  @Test func aPortThatIsTakenIsAProblem() throws {
    let server = try ChatServer(FakeModels(), title: "a", port: 0)
    let taken = try problem(.cannotCreate) { _ = try ChatServer(FakeModels(), title: "a", port: server.port) }
    #expect(taken.message == "port \(server.port) is in use by another program")
    for port in [-1, 65_536, .max] {
      _ = try problem(.usage) { _ = try ChatServer(FakeModels(), title: "a", port: port) }
    }
  }

  @Test func aPortIsFreeAfterTheServer() throws {
    let port = try withServer { server in
      _ = try get("/", server)
      return server.port
    }
    // The thread that ran it may hold it for a moment.
    #expect(comes { (try? ChatServer(FakeModels(), title: "a", port: port))?.port == port })
  }

  #if os(Linux)
    @Test func otherAddressesAreNotServed() throws {
      try withServer { server in
        // All of 127.x.x.x is this machine; a server for every address would answer here.
        #expect(throws: POSIXError.self) { try TestClient(port: server.port, address: 0x7F00_0002) }
      }
    }
  #endif
}
