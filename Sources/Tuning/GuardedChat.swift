import Conversations
import Files
import Foundation
import LanguageModels
import Numerics
import Safeguards

/// A chat model between filters: the question is checked before the model reads it, and the answer before the user does.
///
///     let chat = GuardedChat(model, safeguards)
///     let reply = try chat.answer([Turn(.user, "Tell me about pirates.")], using: &generator)
///     reply.text      // "I do not talk about that."
///     reply.remark    // "the input filter acted: words: "pirates" is about pirates"
public struct GuardedChat {
  /// The model.
  public let chat: ChatModel
  /// The filters; nil for none.
  public let safeguards: Safeguards?

  /// Puts a model between filters.
  public init(_ chat: ChatModel, _ safeguards: Safeguards?) { (self.chat, self.safeguards) = (chat, safeguards) }

  /// The folder of filters beside the stages of an assistant's run.
  public static let folderName = "safeguards"

  /// Puts a model between the filters of a folder, or else those of the run that the model is a stage of.
  ///
  /// - Parameters:
  ///   - asked: the folder of the filters; nil to look beside the model.
  ///   - folder: the folder of the model.
  /// - Throws: the errors of `Safeguards.init(folder:)`.
  public init(_ chat: ChatModel, safeguards asked: String?, besides folder: String) throws {
    let found = folder + "/../" + Self.folderName
    guard let path = asked ?? (FileManager.default.fileExists(atPath: found) ? found : nil) else {
      self.init(chat, nil)
      return
    }
    self.init(chat, try Safeguards(folder: path))
  }

  /// What came of a question.
  public struct Reply: Equatable, Sendable {
    /// What the user sees.
    public let text: String
    /// Which filter acted and why; nil if none did.
    public let remark: String?
  }

  /// Answers a conversation.
  ///
  /// If the policy has filters of answers, nothing is emitted before the whole answer has passed them.
  ///
  /// - Parameters:
  ///   - turns: the conversation so far; the last turn is the user's.
  ///   - emit: receives the text piece by piece, and returns whether to go on.
  /// - Throws: the errors of ``ChatModel/answer(_:sampler:using:emit:)``.
  public func answer(
    _ turns: [Turn], sampler: Sampler = Sampler(temperature: 0), using generator: inout RandomGenerator,
    emit: (String) -> Bool = { _ in true }
  ) throws -> Reply {
    guard let safeguards else {
      return Reply(text: try chat.answer(turns, sampler: sampler, using: &generator, emit: emit), remark: nil)
    }
    func declined(_ side: Safeguards.Side, _ action: Safeguards.Action) -> Reply {
      _ = emit(safeguards.policy.declined)
      return Reply(text: safeguards.policy.declined, remark: "the \(side.rawValue) filter acted: \(action)")
    }
    if let question = turns.last?.content, let action = try safeguards.check(question, .input) {
      return declined(.input, action)
    }
    let isFiltered = !safeguards.policy.output.isEmpty
    let text = try chat.answer(turns, sampler: sampler, using: &generator) { isFiltered || emit($0) }
    if isFiltered {
      if let action = try safeguards.check(text, .output) { return declined(.output, action) }
      _ = emit(text)
    }
    return Reply(text: text, remark: nil)
  }
}
