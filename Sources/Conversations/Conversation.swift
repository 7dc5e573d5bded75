/// A talk between a person and a model, turn by turn.
///
///     let talk = Conversation([Turn(.user, "What is the coin of Ardova?"), Turn(.assistant, "The coin of Ardova is the daro.")])
///     talk.prompt     // the turns before the last answer
///
/// A system text, if there is one, comes first. Then the user and the assistant take turns, and the user begins.
public struct Conversation: Equatable, Sendable {
  /// The turns, in order.
  public var turns: [Turn]

  /// Creates a conversation.
  public init(_ turns: [Turn]) { self.turns = turns }

  /// The turns without the answer at the end, if there is one.
  public var prompt: [Turn] { turns.last?.role == .assistant ? Array(turns.dropLast()) : turns }

  /// The answer at the end; nil if the conversation ends with a question.
  public var answer: String? { turns.last.flatMap { $0.role == .assistant ? $0.content : nil } }

  /// Returns what is wrong with the order or the contents of the turns, and the number of the turn from 1; nil if
  /// nothing is.
  ///
  /// - Parameter endsWithAnswer: whether the last turn must be the assistant's, as in a text to learn from.
  public func mistake(endsWithAnswer: Bool = true) -> (turn: Int, what: String)? {
    var expected = Role.user
    for (i, turn) in turns.enumerated() {
      if turn.content.allSatisfy(\.isWhitespace) {
        return (i + 1, turn.role == .assistant ? "the answer is empty" : "the \(turn.role.rawValue)'s text is empty")
      }
      if turn.role == .system {
        if i > 0 { return (i + 1, "a system text can only come first") }
        continue
      }
      guard turn.role == expected else {
        return (i + 1, "the \(turn.role.rawValue) speaks where the \(expected.rawValue) should")
      }
      expected = expected == .user ? .assistant : .user
    }
    guard let last = turns.last else { return (1, "there are no messages") }
    if last.role == .system { return (turns.count, "no user speaks") }
    return endsWithAnswer && last.role != .assistant ? (turns.count, "the last message has no answer") : nil
  }
}

/// Who speaks in a turn.
public enum Role: String, Codable, CaseIterable, Sendable {
  /// Instructions that hold for the whole conversation.
  case system
  /// The person who asks.
  case user
  /// The model that answers.
  case assistant
}

/// What one speaker says at a time.
public struct Turn: Equatable, Codable, Sendable {
  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// Creates a turn.
  public init(_ role: Role, _ content: String) { (self.role, self.content) = (role, content) }
}
