import Alignment
import Conversations
import Files
import LanguageModels
import Numerics
import Tokenizers
import Transformers

/// A GPT that takes part in conversations: the model, and the template that turns a conversation into its tokens.
///
///     let chat = try ChatModel(folder: "runs/assistant/tuned")
///     try chat.answer([Turn(.user, "Who rules Ardova?")])     // "The ruler of Ardova is Queen Osra."
public struct ChatModel {
  /// The model.
  public let model: GPT
  /// How conversations become tokens.
  public let template: ChatTemplate
  /// The most tokens of an answer.
  public let longestAnswer: Int

  /// Combines a model with the template of its tokenizer.
  ///
  /// - Parameter longestAnswer: nil for a third of the context, and at most 100.
  public init(_ model: GPT, _ template: ChatTemplate, longestAnswer: Int? = nil) {
    require(
      model.configuration.vocabularySize == template.tokenizer.vocabularySize,
      "ChatModel: the template has other tokens")
    (self.model, self.template) = (model, template)
    self.longestAnswer = longestAnswer ?? max(1, min(100, model.configuration.contextLength / 3))
  }

  /// Loads the model of a folder, such as a run of fine-tuning.
  ///
  /// - Throws: the errors of `SavedGPT`; `Problem` of kind `badData` if the model has no tokens for conversations.
  public init(folder: String) throws {
    let saved = try SavedGPT(folder: folder)
    try self.init(saved.model, ChatTemplate(saved.tokenizer))
  }

  /// Returns a model that can learn to chat from one that only completes texts: its tokenizer gets the reserved tokens,
  /// and its tables a row for each.
  ///
  /// - Parameter seed: the seed of the new rows. Nothing else changes.
  /// - Throws: `Problem` of kind `badData` if the names of the reserved tokens are taken.
  public init(growing saved: SavedGPT, seed: UInt64) throws {
    let tokenizer = try ChatTemplate.reserveTokens(in: saved.tokenizer)
    let more = tokenizer.vocabularySize - saved.tokenizer.vocabularySize
    self.init(more == 0 ? saved.model : saved.model.grown(by: more, seed: seed), try ChatTemplate(tokenizer))
  }

  /// Where answers end.
  public var form: AnswerForm { AnswerForm(longest: longestAnswer, end: template.end) }

  /// Returns the turns that the model can read before it answers: the system text, and as many of the last turns as fit.
  ///
  /// Turns are forgotten in pairs, the oldest first, so the user always begins.
  ///
  /// - Throws: `Problem` of kind `badData` if not even the last question fits.
  public func remembered(_ turns: [Turn]) throws -> (turns: [Turn], tokens: [Int32]) {
    let room = model.configuration.contextLength - longestAnswer
    let system = turns.prefix { $0.role == .system }
    var rest = turns.dropFirst(system.count)
    while true {
      let kept = Array(system + rest), tokens = try template.prompt(kept)
      if tokens.count <= room { return (kept, tokens) }
      guard rest.count > 2 else {
        throw Problem(
          .badData, "\(tokens.count) tokens are too many: the model can read \(room) before it answers",
          suggestion: "Ask in fewer words.")
      }
      rest = rest.dropFirst(2)
    }
  }

  /// Answers a conversation token by token.
  ///
  /// - Parameters:
  ///   - turns: the conversation so far; the last turn is the user's.
  ///   - emit: receives each piece of text as soon as its characters are complete, and returns whether to go on.
  /// - Returns: the whole answer.
  /// - Throws: the errors of ``remembered(_:)``; `Problem` if the model's numbers are not finite.
  @discardableResult
  public func answer(
    _ turns: [Turn], sampler: Sampler = Sampler(temperature: 0), using generator: inout RandomGenerator,
    emit: (String) -> Bool = { _ in true }
  ) throws -> String {
    let prompt = try remembered(turns).tokens
    var text = TokenText(template.tokenizer), whole = ""
    func add(_ piece: String) -> Bool {
      whole += piece
      return piece.isEmpty || emit(piece)
    }
    do {
      try model.generate(after: prompt, count: longestAnswer, sampler: sampler, using: &generator) { token in
        guard token != template.end, add(text.append(token)) else { throw EndOfText() }
      }
    } catch is EndOfText {}
    _ = add(text.finish())
    return whole
  }

  /// Returns the likeliest answer to a conversation, token by token.
  ///
  /// - Throws: as ``answer(_:sampler:using:emit:)``.
  public func answer(_ turns: [Turn]) throws -> String {
    var generator = RandomGenerator(seed: 0)
    return try answer(turns, using: &generator)
  }

  /// Returns the answers to many conversations, several at a time. The answers do not depend on the number of threads.
  ///
  /// - Parameter sampler: the default takes the likeliest token each time.
  /// - Throws: as ``answer(_:sampler:using:emit:)``.
  public func answers(to prompts: [[Turn]], sampler: Sampler = Sampler(temperature: 0), seed: UInt64 = 0) throws
    -> [String]
  {
    let tokens = try prompts.map { try remembered($0).tokens }
    return try model.answers(to: tokens, perPrompt: 1, form, sampler: sampler, seed: seed).map {
      template.answer($0.tokens)
    }
  }
}
