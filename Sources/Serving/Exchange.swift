import Files

/// One request and its response.
struct Exchange {
  let connection: Connection
  let server: ChatServer

  /// Reads the request, answers it, and ends the connection.
  func run() {
    do {
      var reader = RequestReader(connection, limits: server.limits)
      guard let head = try reader.head() else { return }
      switch try Route(head, port: server.port, limits: server.limits) {
      case .page(let isHeadOnly): try sendPage(isHeadOnly: isHeadOnly)
      case .answer(let size):
        if head["expect"]?.lowercased() == "100-continue", reader.isWaitingForBody {
          guard connection.deliver(Response.proceed) else { return }
        }
        sendAnswer(try AnswerRequest(reader.body(size), stageCount: server.models.stages.count))
      }
    } catch {
      let refusal = error as? Refusal ?? Refusal(.serverError, Self.words(error))
      guard connection.deliver(Response.refusal(refusal)) else { return }
    }
    connection.finish()
  }

  private func sendPage(isHeadOnly: Bool) throws {
    let page = try server.page()
    // Only a header field can forbid other pages to show this one in a frame.
    let fields = [
      "Content-Type: text/html; charset=utf-8", "Content-Security-Policy: \(page.policy); frame-ancestors 'none'",
    ]
    _ = connection.deliver(Response.whole(fields: fields, body: try page.html(), isHeadOnly: isHeadOnly))
  }

  /// Streams an answer, one JSON object per line and chunk.
  private func sendAnswer(_ request: AnswerRequest) {
    func send(_ line: AnswerLine) -> Bool { connection.deliver(Response.chunk(line.json)) }
    func isWanted() -> Bool { !server.isStopping && !connection.isClientGone }
    guard connection.deliver(Response.chunkedHead(["Content-Type: application/x-ndjson"])) else { return }
    // The models are not shared between threads, and each answer may use all cores: one at a time, the others wait.
    guard server.answers.enter(while: isWanted) else { return }
    defer { server.answers.leave() }
    var last: AnswerLine
    do {
      let remark = try server.models.answer(
        request.turns, stage: request.stage, temperature: request.temperature, seed: request.seed
      ) { piece in
        guard isWanted() else { return false }
        return piece.isEmpty || send(.text(piece))
      }
      last = .done(remark: remark)
    } catch {
      last = .error(Self.words(error))
    }
    // A connection that ends without an empty chunk tells the client that the answer is not complete.
    guard isWanted(), send(last) else { return }
    _ = connection.deliver(Response.chunk(""))
  }

  /// What went wrong, for the person at the page.
  private static func words(_ error: any Error) -> String {
    (error as? Problem)?.description ?? "something unexpected went wrong: \(error)"
  }
}
