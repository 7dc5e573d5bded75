import Files
import Foundation

extension Assignment {
  /// The assignment as a line of a file: the messages, the last of them the best answer, and how answers are marked.
  ///
  ///     {"check": {...}, "kind": "direct", "messages": [{"content": "Who rules Ardova?", "role": "user"}, ...]}
  ///
  /// Such a file is also a file of conversations; see ``Conversation/read(_:needsAnswers:)``.
  public func line() throws -> String {
    try jsonLine(Line(messages: conversation.turns, kind: kind, check: check))
  }

  /// Reads such a file.
  ///
  /// - Throws: the errors of ``Conversation/read(_:needsAnswers:)``; `Problem` of kind `badData` with the number of the
  ///   line if the kind or the check is missing or unknown.
  public static func read(_ path: String) throws -> [Assignment] {
    try readJSONLines(path) { object, _ in
      let conversation = Conversation(try readTurns(object["messages"]))
      if let mistake = conversation.mistake() {
        throw Problem(.badData, "message \(mistake.turn): \(mistake.what)")
      }
      guard let kind = (object["kind"] as? String).flatMap(Kind.init(rawValue:)) else {
        throw Problem(
          .badData, "the \"kind\" is missing or unknown",
          suggestion: "Kinds are \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      guard let fields = object["check"] as? [String: Any],
        let data = try? JSONSerialization.data(withJSONObject: fields),
        let check = try? JSONDecoder().decode(Check.self, from: data)
      else { throw Problem(.badData, "the \"check\" is missing or malformed") }
      return Assignment(prompt: conversation.prompt, kind: kind, answer: conversation.answer ?? "", check: check)
    }
  }

  private struct Line: Encodable {
    let messages: [Turn]
    let kind: Kind
    let check: Check
  }
}
