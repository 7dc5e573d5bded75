import Console
import Conversations
import Files
import Foundation
import LanguageModels
import Numerics
import Serving
import Tuning

private let port = Option("port", default: 8080, help: "the port of the page; 0 for any free one", in: 0...65_535)

let serveCommand = Command(
  "serve", summary: "open a page on this machine to talk with the stages of a run side by side",
  options: [CommonOptions.model, port, CommonOptions.threads, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let models = try ServedModels(folder: parsed[CommonOptions.model] ?? AssistantFolder.latest())
  let server = try ChatServer(models, title: models.title, port: parsed[port])
  try Terminal.write("\(server.address)\n")
  remarks.say("open this address in a browser; press Ctrl-C to stop")
  Interruption.startListening()
  try server.run { Interruption.received != nil }
}

/// The stages of a run, or a single model, for the page.
///
/// The server lets one question in at a time, so the models need no locks.
struct ServedModels: ChatModels, @unchecked Sendable {
  let title: String
  let stages: [ChatStage]
  private let chats: [GuardedChat]

  /// - Parameter folder: a run of this program, or the folder of one model that can chat.
  init(folder: String) throws {
    title = (folder as NSString).lastPathComponent
    guard AssistantFolder.isRun(folder) else {
      chats = [try GuardedChat(ChatModel(folder: folder), safeguards: nil, besides: folder)]
      stages = [ChatStage(title, summary: "the model in \(folder)")]
      return
    }
    let found = StageName.talking.map { ($0, (folder as NSString).appendingPathComponent($0.rawValue)) }
      .filter { FileManager.default.fileExists(atPath: $0.1 + "/model.safetensors") }
    guard !found.isEmpty else {
      throw Problem(
        .missing, "\(shellQuoted(folder)) has no model yet", suggestion: "Finish it with assistant run --resume.")
    }
    chats = try found.map { try GuardedChat(ChatModel(folder: $1), safeguards: nil, besides: $1) }
    stages = found.map { ChatStage($0.0.rawValue, summary: $0.0.summary) }
  }

  func answer(_ turns: [Turn], stage: Int, temperature: Double, seed: UInt64, emit: (String) -> Bool) throws -> String?
  {
    var generator = RandomGenerator(seed: seed)
    return try chats[stage].answer(
      turns, sampler: Sampler(temperature: Float(temperature)), using: &generator, emit: emit
    ).remark
  }
}
