import Foundation

/// A connection to one client, used by one thread. It closes when the object is released.
final class Connection {
  /// What came from the client.
  enum Received: Equatable {
    /// At least one byte.
    case bytes([UInt8])
    /// The client has left, or says no more.
    case end
    /// Nothing came in time, or the server stops.
    case nothing
  }

  private let descriptor: Int32
  private let limits: Limits
  private let isStopping: () -> Bool

  /// Takes over a descriptor, which must not wait (`O_NONBLOCK`).
  init(_ descriptor: Int32, limits: Limits, isStopping: @escaping () -> Bool) {
    (self.descriptor, self.limits, self.isStopping) = (descriptor, limits, isStopping)
  }

  deinit { close(descriptor) }

  /// The present time, in seconds since some moment; it never goes back.
  static var now: Double { ProcessInfo.processInfo.systemUptime }

  /// Returns the next bytes from the client, at most 16 KB.
  func receive(until deadline: Double) -> Received {
    let size = 16_384
    var buffer = [UInt8](repeating: 0, count: size)
    while wait(Int16(POLLIN), until: deadline) {
      let count = recv(descriptor, &buffer, size, 0)
      if count > 0 { return .bytes(Array(buffer[..<count])) }
      if count == 0 || !isTemporary(errno) { return .end }
    }
    return .nothing
  }

  /// Sends all of the bytes; false if the client is gone, does not read them in time, or the server stops.
  func deliver(_ bytes: [UInt8]) -> Bool {
    let deadline = Self.now + limits.sendSeconds
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + done, $0.count - done, withoutSignal) }
      if count >= 0 {
        done += count
      } else if !isTemporary(errno) || !wait(Int16(POLLOUT), until: deadline) {
        return false
      }
    }
    return true
  }

  /// Whether the client has closed the connection.
  ///
  /// A client could close one direction only and still listen; browsers do not, so this counts as gone.
  var isClientGone: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
    return count == 0 || count < 0 && !isTemporary(errno)
  }

  /// Says that nothing more comes, and reads a little of what the client still sends.
  ///
  /// If a socket is closed with unread bytes, the system resets the connection, and the client might never see an error
  /// message that was sent just before, such as "too large".
  func finish() {
    guard shutdown(descriptor, Int32(SHUT_WR)) == 0 else { return }
    let deadline = Self.now + limits.lingerSeconds
    var unread = limits.bodyBytes * 4
    while unread > 0, case .bytes(let bytes) = receive(until: deadline) { unread -= bytes.count }
  }

  /// Waits until the socket is ready; false if the time is over or the server stops.
  private func wait(_ events: Int16, until deadline: Double) -> Bool {
    while !isStopping() {
      let left = deadline - Self.now
      guard left > 0 else { return false }
      if isReady(descriptor, events, within: min(left, 0.1)) { return true }
    }
    return false
  }

  private func isTemporary(_ error: Int32) -> Bool { error == EAGAIN || error == EWOULDBLOCK || error == EINTR }
}
