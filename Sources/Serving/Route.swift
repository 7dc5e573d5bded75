/// What a request asks for.
enum Route: Equatable {
  /// `GET /`, or `HEAD /` for its header fields only.
  case page(isHeadOnly: Bool)
  /// `POST /answer` with a JSON text of this many bytes.
  case answer(bodySize: Int)

  /// Chooses a route by the head of a request.
  ///
  /// - Parameter port: the port of the server.
  /// - Throws: ``Refusal`` if there is no such route, or if the request could come from a page of somebody else.
  init(_ head: RequestHead, port: Int, limits: Limits) throws {
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"] + (port == 80 ? ["127.0.0.1", "localhost"] : [])
    // A foreign site can make its own name mean 127.0.0.1 once its page is loaded (DNS rebinding). Then the browser takes
    // this server for that site, but it still sends the site's name.
    guard let host = head["host"], hosts.contains(host.lowercased()) else {
      throw Refusal(.forbidden, "this server is only for \(hosts[0]) and \(hosts[1])")
    }
    switch head.path {
    case "/":
      guard ["GET", "HEAD"].contains(head.method) else {
        throw Refusal(.methodNotAllowed, "the page can only be read", allowed: "GET, HEAD")
      }
      self = .page(isHeadOnly: head.method == "HEAD")
    case "/answer":
      guard head.method == "POST" else {
        throw Refusal(.methodNotAllowed, "answers are asked for with POST", allowed: "POST")
      }
      try Self.requireOwnPage(head, hosts)
      guard let size = head.contentLength else {
        throw Refusal(.lengthRequired, "the request does not say the length of its body")
      }
      guard size <= limits.bodyBytes else {
        throw Refusal(
          .contentTooLarge, "the conversation is too long: \(limits.bodyBytes) bytes are the most that are taken")
      }
      self = .answer(bodySize: size)
    default: throw Refusal(.notFound, "there is nothing at this address")
    }
  }

  /// Refuses what another site's page sends. A browser says where a POST comes from, and for a type such as JSON it asks
  /// first, which this server does not permit. Programs that are no browsers do not send an origin.
  private static func requireOwnPage(_ head: RequestHead, _ hosts: [String]) throws {
    if let origin = head["origin"], !hosts.contains(where: { origin.lowercased() == "http://\($0)" }) {
      throw Refusal(.forbidden, "only this server's own page may ask for answers")
    }
    let type = (head["content-type"] ?? "").prefix { $0 != ";" }
    guard type.lowercased() == "application/json" else {
      throw Refusal(.unsupportedMediaType, "the body must be application/json")
    }
  }
}
