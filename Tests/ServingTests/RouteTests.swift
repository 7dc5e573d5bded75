import Testing

@testable import Serving

struct RouteTests {
  /// The route of a request to port 8080, or the status of its refusal.
  private func route(_ line: String, _ fields: [String] = [], host: String = "127.0.0.1:8080") -> (Route?, Int) {
    let text = (["\(line) HTTP/1.1", "Host: \(host)"] + fields).joined(separator: "\r\n")
    do {
      return (try Route(RequestHead(Array(text.utf8)), port: 8080, limits: Limits()), 200)
    } catch {
      return (nil, (error as? Refusal)?.status.rawValue ?? 0)
    }
  }

  @Test func thePageAndTheAnswersAreTheOnlyRoutes() {
    #expect(route("GET /").0 == .page(isHeadOnly: false))
    #expect(route("GET /?a").0 == .page(isHeadOnly: false))
    #expect(route("HEAD /", host: "LocalHost:8080").0 == .page(isHeadOnly: true))
    for path in ["/a", "//", "/answer/", "/../etc/passwd", "/%2e"] { #expect(route("GET \(path)").1 == 404, "\(path)") }
    for method in ["POST", "PUT", "OPTIONS", "get"] { #expect(route("\(method) /").1 == 405, "\(method)") }
    for method in ["GET", "HEAD", "OPTIONS"] { #expect(route("\(method) /answer").1 == 405, "\(method)") }
  }

  @Test func onlyThisMachinesNamesAreServed() {
    let others = [
      "127.0.0.1", "localhost", "127.0.0.1:80", "example.com:8080", "127.0.0.1.example.com:8080", "", "[::1]:8080",
    ]
    for host in others {
      #expect(route("GET /", host: host).1 == 403, "\(host)")
    }
  }

  @Test func onlyTheOwnPageAsksForAnswers() {
    let (length, type) = ("Content-Length: 5", "Content-Type: application/json; charset=utf-8")
    #expect(route("POST /answer", [length, type]).0 == .answer(bodySize: 5))
    for origin in ["http://127.0.0.1:8080", "http://localhost:8080"] {
      #expect(route("POST /answer", [length, type, "Origin: \(origin)"]).1 == 200, "\(origin)")
    }
    let others = ["null", "http://127.0.0.1", "https://127.0.0.1:8080", "http://example.com", "http://127.0.0.1:8081"]
    for origin in others {
      #expect(route("POST /answer", [length, type, "Origin: \(origin)"]).1 == 403, "\(origin)")
    }
    #expect(route("POST /answer", [length]).1 == 415)
    #expect(route("POST /answer", [length, "Content-Type: text/plain"]).1 == 415)
    #expect(route("POST /answer", [type]).1 == 411)
    #expect(route("POST /answer", [type, "Transfer-Encoding: chunked"]).1 == 411)
    #expect(route("POST /answer", [type, "Content-Length: 262144"]).1 == 200)
    #expect(route("POST /answer", [type, "Content-Length: 262145"]).1 == 413)
  }
}
