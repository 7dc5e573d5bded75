import Files

extension Conversation {
  /// Reads conversations from a file of lines like these:
  ///
  ///     {"messages": [{"role": "user", "content": "Who rules Ardova?"}, {"role": "assistant", "content": "Queen Osra."}]}
  ///
  /// Other entries of a line are ignored. Contents are kept as they are: a text that looks like a token of the chat
  /// template is a text, see ``ChatTemplate``.
  ///
  /// - Parameter needsAnswers: whether each conversation must end with the assistant's turn.
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the number of the line, and of the
  ///   message in it, if a role is missing or unknown, a text is empty, or the turns are out of order.
  public static func read(_ path: String, needsAnswers: Bool = true) throws -> [Conversation] {
    try readJSONLines(path) { object, _ in
      let conversation = Conversation(try readTurns(object["messages"]))
      if let mistake = conversation.mistake(endsWithAnswer: needsAnswers) {
        throw Problem(.badData, "message \(mistake.turn): \(mistake.what)")
      }
      return conversation
    }
  }

  /// The conversation as a line of such a file.
  public func line() throws -> String { try jsonLine(Messages(messages: turns)) }

  private struct Messages: Encodable {
    let messages: [Turn]
  }
}
