import Console
import Conversations
import Files
import LanguageModels
import Numerics
import Tuning

/// A talk of a user with a model in the terminal.
///
/// A line is a question, or a command that starts with a slash. Ctrl-C stops an answer; at the prompt it ends the session.
struct ChatSession {
  static let help = """
    Ask a question and press Return. The model sees the whole talk, as far as it fits its context. Or:
      /again          answer the last question in another way (with a temperature above 0)
      /system TEXT    tell the assistant how to answer; without a text, nothing
      /temperature X  0 always takes the likeliest token
      /new            start a new talk
      /help, /quit    or Ctrl-D to end
    """

  private let chat: GuardedChat
  private var sampler: Sampler
  private var system: String?
  private var generator: RandomGenerator
  private let remarks: Remarks
  /// The turns so far, without the system text.
  private var turns: [Turn] = []

  init(_ chat: GuardedChat, _ sampler: Sampler, system: String?, _ generator: RandomGenerator, _ remarks: Remarks) {
    (self.chat, self.sampler, self.system) = (chat, sampler, system)
    (self.generator, self.remarks) = (generator, remarks)
  }

  /// Answers line after line until the input ends.
  ///
  /// - Throws: `Problem` if a signal ended the session, or if the input or the output failed.
  mutating func run() throws {
    remarks.say(Self.help)
    Interruption.startListening()
    let input = InputLines()
    while let line = try input.next(prompt: "\n> ") {
      do {
        guard try answer(line) else { break }
      } catch let problem as Problem where [.usage, .badData].contains(problem.kind) {
        // A question that is too long, or a mistyped command, does not end the session.
        Terminal.writeError("\(problem)\n")
      }
    }
    if let interruption = Interruption.received, interruption != .interrupt {
      throw interruption.problem("while chatting", suggestion: "Nothing is lost: the talk is above.")
    }
    try Terminal.write("\n")
  }

  /// Answers a line; returns whether the session goes on.
  private mutating func answer(_ line: String) throws -> Bool {
    guard line.hasPrefix("/") else {
      guard line.contains(where: { !$0.isWhitespace }) else { return true }
      try reply(to: turns + [Turn(.user, line)])
      return true
    }
    let parts = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
    let value = parts.count > 1 ? parts[1] : nil
    switch parts.first {
    case "quit": return false
    case "help", nil: remarks.say(Self.help)
    case "new":
      turns = []
      remarks.say("a new talk begins")
    case "again":
      guard turns.count >= 2 else { throw Problem(.usage, "there is no question to answer again") }
      try reply(to: turns.dropLast())
    case "system":
      system = value
      remarks.say(value == nil ? "no system text" : "system text: \(quoted(value ?? ""))")
    case "temperature":
      guard let temperature = value.flatMap(Float.init), temperature >= 0, temperature.isFinite else {
        throw Problem(.usage, "/temperature needs a number from 0 up, such as /temperature 0.7")
      }
      sampler.temperature = temperature
    default: throw Problem(.usage, "unknown command \(quoted("/" + (parts.first ?? ""))); /help lists all")
    }
    return true
  }

  private mutating func reply(to asked: [Turn]) throws {
    let start = system.map { [Turn(.system, $0)] } ?? []
    let reply = try chat.answer(start + asked, sampler: sampler, using: &generator) { piece in
      try? Terminal.write(piece)
      return Interruption.received != .interrupt
    }
    // From now on, Ctrl-C is for the prompt again.
    if Interruption.received == .interrupt { Interruption.startListening() }
    try Terminal.write("\n")
    if let remark = reply.remark { remarks.say("(\(remark))") }
    let kept = reply.text.contains { !$0.isWhitespace } ? reply.text : "..."
    turns = asked + [Turn(.assistant, kept)]
  }
}
