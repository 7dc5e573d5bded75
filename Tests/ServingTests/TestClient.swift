import Foundation
import Testing

@testable import Serving

/// A client with a socket of its own, which says exactly what a test wants.
final class TestClient {
  private var descriptor: Int32

  /// Connects to a port of this machine.
  init(port: Int, address: UInt32 = 0x7F00_0001) throws {
    descriptor = socket(AF_INET, streamSocket, 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(port).bigEndian
    place.sin_addr.s_addr = in_addr_t(address).bigEndian
    let result = withUnsafeBytes(of: &place) {
      connect(
        descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self),
        socklen_t(MemoryLayout<sockaddr_in>.size))
    }
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    // A server that says nothing fails a test and does not hang it.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { leave() }

  /// Sends a text; what the server does not take is left out.
  func say(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + done, $0.count - done, withoutSignal) }
      guard count > 0 else { return }
      done += count
    }
  }

  /// Reads until the server closes the connection, or until the text ends with an ending.
  func hear(until ending: String? = nil) -> String {
    var heard: [UInt8] = []
    let size = 4096
    var buffer = [UInt8](repeating: 0, count: size)
    while true {
      let count = recv(descriptor, &buffer, size, 0)
      if count > 0 { heard += buffer[..<count] }
      let text = String(decoding: heard, as: UTF8.self)
      if count < 0 { return text + "[\(String(cString: strerror(errno)))]" }
      if count == 0 { return text + (ending == nil ? "" : "[end]") }
      if let ending, text.hasSuffix(ending) { return text }
    }
  }

  /// Closes the connection.
  func leave() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

/// A request for an answer, as the page sends it.
func question(_ text: String, stage: Int = 0, port: Int) -> String {
  let body = """
    {"stage":\(stage),"turns":[{"role":"user","content":"\(text)"}],"temperature":0.5,"seed":7}
    """
  return post(body, port: port)
}

/// A request with this body.
func post(_ body: String, port: Int, fields: [String] = ["Content-Type: application/json"]) -> String {
  let head = [
    "POST /answer HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Length: \(body.utf8.count)",
  ]
  return (head + fields + ["", body]).joined(separator: "\r\n")
}

/// Runs a server while the body runs.
@discardableResult
func withServer<Result>(
  _ models: FakeModels = FakeModels(), limits: Limits = Limits(), script: String? = nil,
  _ body: (ChatServer) throws -> Result
) throws -> Result {
  let page = ChatPage(title: "Chat with a & b", stages: models.stages)
  let server = try ChatServer(models, port: 0, limits: limits) {
    var page = try page.served()
    if let script {
      let start = "document.addEventListener('DOMContentLoaded', visit);"
      page.body += "<script nonce=\"\(page.nonce ?? "")\">\(script)\n\(start)</script>"
    }
    return page
  }
  return try whileRunning(server) { try body(server) }
}

/// Runs a server on another thread while the body runs, and waits for its end.
func whileRunning<Result>(_ server: ChatServer, _ body: () throws -> Result) throws -> Result {
  let (isDone, ended) = (Flag(), DispatchSemaphore(value: 0))
  let thread = Thread {
    do {
      try server.run(until: { isDone.isSet })
    } catch {
      Issue.record("\(error)")
    }
    ended.signal()
  }
  thread.start()
  defer {
    isDone.isSet = true
    #expect(ended.wait(timeout: .now() + 10) == .success, "the server does not end")
  }
  return try body()
}

/// A truth value that threads share.
final class Flag: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false

  var isSet: Bool {
    get { lock.withLock { value } }
    set { lock.withLock { value = newValue } }
  }
}

/// Waits until a condition holds; false if it does not within ten seconds.
func comes(_ condition: () -> Bool) -> Bool {
  for _ in 0..<5000 {
    if condition() { return true }
    usleep(2000)
  }
  return false
}
