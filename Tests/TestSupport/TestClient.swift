import Foundation

// The same constants have different types on Linux and macOS.

#if canImport(Glibc)
  private let clientStream = Int32(SOCK_STREAM.rawValue), clientWithoutSignal = Int32(MSG_NOSIGNAL)
#else
  private let clientStream = SOCK_STREAM, clientWithoutSignal: Int32 = 0
#endif

/// A client with a socket of its own, which says exactly what a test wants.
public final class TestClient {
  private var descriptor: Int32

  /// Connects to a port of this machine.
  public init(port: Int, address: UInt32 = 0x7F00_0001) throws {
    descriptor = socket(AF_INET, clientStream, 0)
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
  public func say(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + done, $0.count - done, clientWithoutSignal)
      }
      guard count > 0 else { return }
      done += count
    }
  }

  /// Reads until the server closes the connection, or until the text ends with an ending.
  public func hear(until ending: String? = nil) -> String {
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
  public func leave() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

/// A request for an answer, as the page sends it.
public func question(_ text: String, stage: Int = 0, port: Int) -> String {
  let body = """
    {"stage":\(stage),"turns":[{"role":"user","content":"\(text)"}],"temperature":0.5,"seed":7}
    """
  return post(body, port: port)
}

/// A request with this body.
public func post(_ body: String, port: Int, fields: [String] = ["Content-Type: application/json"]) -> String {
  let head = [
    "POST /answer HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Length: \(body.utf8.count)",
  ]
  return (head + fields + ["", body]).joined(separator: "\r\n")
}
