import Files
import Foundation

// The same constants have different types on Linux and macOS.

#if canImport(Glibc)
  /// A connection that carries a stream of bytes.
  let streamSocket = Int32(SOCK_STREAM.rawValue)
#else
  /// A connection that carries a stream of bytes.
  let streamSocket = SOCK_STREAM
#endif

#if canImport(Darwin)
  /// Flags for `send`; macOS has the option SO_NOSIGPIPE instead.
  let withoutSignal: Int32 = 0
#else
  /// Flags for `send`: writing to a client that has left is an error, and not the signal that ends the process.
  let withoutSignal = Int32(MSG_NOSIGNAL)
#endif

/// A socket that accepts connections of this machine only.
final class ListeningSocket: Sendable {
  /// The port, from 1.
  let port: Int
  private let descriptor: Int32

  /// Listens at 127.0.0.1, an address that other machines cannot reach.
  ///
  /// - Parameter port: a number from 0 to 65535; 0 for any free port.
  /// - Throws: `Problem` of kind `usage` if there is no such port, `cannotCreate` if it is taken or not permitted.
  init(port: Int) throws {
    guard let number = in_port_t(exactly: port) else {
      throw Problem(.usage, "there is no port \(port)", suggestion: "Ports are 0 (any free one) to 65535.")
    }
    let descriptor = socket(AF_INET, streamSocket, 0)
    guard descriptor >= 0 else { throw Problem(.cannotCreate, "cannot create a socket: \(message(errno))") }
    do {
      self.port = try Self.listen(descriptor, number)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Binds the socket to a port of 127.0.0.1 and returns the port that it has.
  private static func listen(_ descriptor: Int32, _ port: in_port_t) throws -> Int {
    prepare(descriptor)
    // Without it, the port of a server that has just ended stays taken for a minute.
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutableBytes(of: &address) { bytes in
      let general = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      guard bind(descriptor, general, size) == 0, Foundation.listen(descriptor, 64) == 0,
        getsockname(descriptor, general, &size) == 0
      else { return errno }
      return 0
    }
    if result == EADDRINUSE {
      throw Problem(
        .cannotCreate, "port \(port) is in use by another program",
        suggestion: "End that program, or choose another port; 0 is any free one.")
    }
    guard result == 0 else {
      throw Problem(.cannotCreate, "cannot listen at port \(port) of 127.0.0.1: \(message(result))")
    }
    return Int(in_port_t(bigEndian: address.sin_port))
  }

  /// Waits for a connection and returns its descriptor, which the caller closes; nil if none comes in time.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if the system no longer lets the socket listen.
  func accept(within seconds: Double) throws -> Int32? {
    guard isReady(descriptor, Int16(POLLIN), within: seconds) else { return nil }
    let client = Foundation.accept(descriptor, nil, nil)
    if client >= 0 {
      prepare(client)
      return client
    }
    switch errno {
    // The client has left already, or a signal came.
    case EINTR, ECONNABORTED, EAGAIN, EWOULDBLOCK, EPROTO: return nil
    // Other connections will end and free their descriptors.
    case EMFILE, ENFILE, ENOBUFS, ENOMEM:
      usleep(100_000)
      return nil
    default: throw Problem(.inputOutput, "cannot accept connections: \(message(errno))")
    }
  }
}

/// Waits until a descriptor is ready for reading (`POLLIN`) or writing (`POLLOUT`), or its peer is gone; false if that
/// takes longer.
func isReady(_ descriptor: Int32, _ events: Int16, within seconds: Double) -> Bool {
  var entry = pollfd(fd: descriptor, events: events, revents: 0)
  return poll(&entry, 1, Int32(min(max(0, seconds), 3600) * 1000)) > 0
}

/// Makes calls on a socket return instead of waiting, and keeps the socket from child processes and signals.
private func prepare(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  #if canImport(Darwin)
    setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE)
  #endif
  // Sends each piece of an answer at once instead of gathering larger packets.
  setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
}

private func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32) {
  var yes: Int32 = 1
  setsockopt(descriptor, level, name, &yes, socklen_t(MemoryLayout<Int32>.size))
}

/// The C library's message for an error.
private func message(_ error: Int32) -> String { String(cString: strerror(error)) }
