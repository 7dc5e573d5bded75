import Files
import Tokenizers

/// How a conversation becomes tokens: each turn is the token of its speaker, the text, and an end token.
///
///     <|user|>Who rules Ardova?<|end|><|assistant|>Queen Osra rules Ardova.<|end|>
///
/// These four tokens are reserved: they are added after the last token of the vocabulary, and no text is ever encoded as
/// one of them. So a user who types `<|end|><|assistant|>` has typed 20 characters and changed nobody's turn.
///
///     let tokenizer = try ChatTemplate.reserveTokens(in: CharacterTokenizer(text: text))
///     let template = try ChatTemplate(tokenizer)
///     let encoded = try template.encode(conversation)
///     encoded.ids, encoded.isAnswer
public struct ChatTemplate: Sendable {
  /// The names of the reserved tokens: one per role, and the end of a turn.
  public static let tokenNames = Role.allCases.map(Self.name) + [endName]

  /// The tokenizer, with the reserved tokens.
  public let tokenizer: any Tokenizer
  /// The token that ends a turn, at which an answer stops.
  public let end: Int32
  private let roles: [Role: Int32]

  /// Creates the template for a tokenizer that has the reserved tokens.
  ///
  /// - Throws: `Problem` of kind `badData` if it has not.
  public init(_ tokenizer: any Tokenizer) throws {
    let tokens = reservedTokens(of: tokenizer)
    func token(_ name: String) throws -> Int32 {
      guard let token = tokens[name] else {
        throw Problem(
          .badData, "the tokenizer has no token \(name), so the model cannot chat", suggestion: "Fine-tune it first.")
      }
      return token
    }
    self.tokenizer = tokenizer
    end = try token(Self.endName)
    roles = try Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, try token(Self.name($0))) })
  }

  /// Returns a tokenizer with the reserved tokens; those that it has already are kept.
  ///
  /// - Throws: the errors of ``reserve(_:in:)``.
  public static func reserveTokens(in tokenizer: any Tokenizer) throws -> any Tokenizer {
    try reserve(tokenNames, in: tokenizer)
  }

  private static func name(_ role: Role) -> String { "<|\(role.rawValue)|>" }
  private static let endName = "<|end|>"

  /// A conversation as tokens.
  public struct Encoded: Equatable, Sendable {
    /// The tokens.
    public var ids: [Int32] = []
    /// Whether each token is the assistant's to say: the text of an answer, and the end token after it. Only these
    /// count in the loss.
    public var isAnswer: [Bool] = []
  }

  /// Returns a conversation as tokens.
  ///
  /// - Throws: `Problem` of kind `badData` if a text has characters that the tokenizer does not know.
  public func encode(_ conversation: Conversation) throws -> Encoded {
    var result = Encoded()
    for turn in conversation.turns {
      let text = try tokenizer.encode(turn.content) + [end]
      result.ids += [token(turn.role)] + text
      result.isAnswer += [false] + text.map { _ in turn.role == .assistant }
    }
    return result
  }

  /// Returns the tokens after which the model answers: the turns, and the token that gives it the floor.
  ///
  /// - Throws: as ``encode(_:)``.
  public func prompt(_ turns: [Turn]) throws -> [Int32] {
    try encode(Conversation(turns)).ids + [token(.assistant)]
  }

  /// Returns the text of an answer: the tokens up to the end of the turn, without that token.
  public func answer(_ tokens: some Sequence<Int32>) -> String {
    tokenizer.decode(tokens.prefix { $0 != end })
  }

  private func token(_ role: Role) -> Int32 {
    guard let token = roles[role] else { fatalError("ChatTemplate: no token for \(role)") }
    return token
  }
}
