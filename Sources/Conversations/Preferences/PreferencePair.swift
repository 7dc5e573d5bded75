import Files
import Foundation

/// Two answers to the same prompt, of which one was preferred.
public struct PreferencePair: Equatable, Sendable {
  /// The turns up to the question.
  public var prompt: [Turn]
  /// The answer that was preferred, and the other one.
  public var chosen: String, rejected: String
  /// The utility of the chosen answer minus that of the rejected one; nil if nobody knows it. Below 0, the noise has
  /// turned the preference around.
  public var margin: Double?

  /// Creates a pair.
  public init(prompt: [Turn], chosen: String, rejected: String, margin: Double? = nil) {
    (self.prompt, self.chosen, self.rejected, self.margin) = (prompt, chosen, rejected, margin)
  }

  /// The prompt with the chosen answer, and with the rejected one.
  public var conversations: (chosen: Conversation, rejected: Conversation) {
    (Conversation(prompt + [Turn(.assistant, chosen)]), Conversation(prompt + [Turn(.assistant, rejected)]))
  }
}

// MARK: - Files

extension PreferencePair {
  /// Reads pairs from a file of lines like this one:
  ///
  ///     {"prompt": "Who rules Ardova?", "chosen": "Queen Osra rules Ardova.", "rejected": "King Udo."}
  ///
  /// A prompt of several turns is a list of messages, as in a file of conversations. `"margin"` is optional, and other
  /// entries are ignored.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the number of the line if an entry
  ///   is missing, a text is empty, or the two answers are equal and so prefer nothing.
  public static func read(_ path: String) throws -> [PreferencePair] {
    try readJSONLines(path) { object, line in
      let prompt: [Turn]
      if let text = object["prompt"] as? String {
        prompt = [Turn(.user, text)]
      } else if object["prompt"] is [Any] {
        prompt = try readTurns(object["prompt"])
      } else {
        throw Problem(
          .badData, "the \"prompt\" is missing",
          suggestion: #"Each line is {"prompt": "...", "chosen": "...", "rejected": "..."}."#)
      }
      if prompt.last?.role == .assistant { throw Problem(.badData, "the prompt ends with an answer") }
      if let mistake = Conversation(prompt).mistake(endsWithAnswer: false) {
        throw Problem(.badData, "prompt, message \(mistake.turn): \(mistake.what)")
      }
      func answer(_ name: String) throws -> String {
        guard let text = object[name] as? String else { throw Problem(.badData, "the \"\(name)\" answer is missing") }
        guard text.contains(where: { !$0.isWhitespace }) else {
          throw Problem(.badData, "the \"\(name)\" answer is empty")
        }
        return text
      }
      let margin = try Self.margin(object, line)
      let pair = PreferencePair(
        prompt: prompt, chosen: try answer("chosen"), rejected: try answer("rejected"),
        margin: margin)
      guard pair.chosen.trimmed != pair.rejected.trimmed else {
        throw Problem(.badData, "the two answers are equal, so none is preferred")
      }
      return pair
    }
  }

  /// Returns the margin of a line. `JSONSerialization` rounds some numbers wrongly, so the line is decoded again.
  private static func margin(_ object: [String: Any], _ line: Data) throws -> Double? {
    struct Margin: Decodable {
      let margin: Double?
    }
    guard object["margin"] != nil else { return nil }
    guard let found = try? JSONDecoder().decode(Margin.self, from: line) else {
      throw Problem(.badData, "the \"margin\" is not a number")
    }
    return found.margin
  }

  /// The pair as a line of such a file.
  public func line() throws -> String {
    let isOneTurn = prompt.count == 1 && prompt[0].role == .user
    return try jsonLine(
      Line(
        prompt: isOneTurn ? .text(prompt[0].content) : .turns(prompt), chosen: chosen, rejected: rejected,
        margin: margin))
  }

  private struct Line: Encodable {
    enum Prompt: Encodable {
      case text(String)
      case turns([Turn])

      func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text): try text.encode(to: encoder)
        case .turns(let turns): try turns.encode(to: encoder)
        }
      }
    }

    let prompt: Prompt
    let chosen: String
    let rejected: String
    let margin: Double?
  }
}
