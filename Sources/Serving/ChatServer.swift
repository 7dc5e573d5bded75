import Files
import Foundation
import Pages
import Synchronization

/// A web page on this machine, and only on it, to chat with the stages of a run side by side.
///
///     let server = try ChatServer(models, title: "Chat with tales", port: 8080)
///     print("Open \(server.address)")
///     try server.run(until: { Interruption.received != nil })
///
/// The server speaks as much of HTTP/1.1 as browsers need: `GET /` is the page, and `POST /answer` returns an answer
/// piece by piece. It listens at 127.0.0.1, and refuses requests in the name of other sites.
public final class ChatServer: Sendable {
  let models: any ChatModels
  let limits: Limits
  /// Makes the page, new for each request.
  let page: @Sendable () throws -> Page
  /// The one place at the models.
  let answers = Gate(places: 1)
  private let connections: Gate
  private let socket: ListeningSocket
  private let stopping = Atomic(false)

  /// The address of the page, such as `http://127.0.0.1:8080/`.
  public var address: String { "http://127.0.0.1:\(port)/" }

  /// Starts to listen. Requests wait until ``run(until:)``.
  ///
  /// - Parameters:
  ///   - title: the title of the page.
  ///   - port: a number from 0 to 65535; 0 for any free port.
  /// - Throws: `Problem` of kind `usage` if there is no such port, `cannotCreate` if it is taken, `software` if a part
  ///   of the page is missing from the build.
  public convenience init(_ models: some ChatModels, title: String, port: Int) throws {
    let page = ChatPage(title: title, stages: models.stages)
    try self.init(models, port: port, limits: Limits(), page: { try page.served() })
  }

  /// Starts to listen with a page and limits of the caller's choice.
  init(
    _ models: some ChatModels, port: Int, limits: Limits, page: @escaping @Sendable () throws -> Page
  ) throws {
    // A page that cannot be made should fail here, and not when somebody opens it.
    _ = try page().html()
    (self.models, self.limits, self.page) = (models, limits, page)
    connections = Gate(places: limits.connections)
    socket = try ListeningSocket(port: port)
  }

  var port: Int { socket.port }
  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Serves until the closure returns true; it is asked several times per second.
  ///
  /// At the end, answers in progress are told to stop, and get a few seconds for it.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if the system no longer lets the server listen.
  public func run(until isDone: () -> Bool) throws {
    stopping.store(false, ordering: .relaxed)
    defer {
      stopping.store(true, ordering: .relaxed)
      connections.waitUntilEmpty(seconds: 5)
    }
    while !isDone() {
      guard let descriptor = try socket.accept(within: 0.1) else { continue }
      guard connections.enter(while: { !isDone() }) else {
        close(descriptor)
        return
      }
      serve(descriptor)
    }
  }

  /// Serves one connection on a thread of its own.
  private func serve(_ descriptor: Int32) {
    let thread = Thread { [self] in
      defer { connections.leave() }
      Exchange(connection: Connection(descriptor, limits: limits) { [self] in isStopping }, server: self).run()
    }
    thread.name = "chat"
    // As much as the main thread has; other threads get less on some systems, and models are made for the main thread.
    thread.stackSize = 8 << 20
    thread.start()
  }
}
