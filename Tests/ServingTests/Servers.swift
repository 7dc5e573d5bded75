import Foundation
import Testing

@testable import Serving

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
