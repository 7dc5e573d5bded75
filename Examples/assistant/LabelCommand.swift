import Console
import Conversations
import Files
import Foundation
import LanguageModels
import Numerics
import Reports
import Tuning

private let file = Argument(
  "FILE", help: "conversations whose questions are asked, such as grammar conversations writes")
private let out = CommonOptions.outFile("the file of preferences to write (default: preferences.jsonl)")
private let resume = Flag("resume", help: "go on with a file of preferences: questions that it has are not asked again")
private let temperature = CommonOptions.temperature(default: 1)

let labelCommand = Command(
  "label", summary: "choose the better one of two answers, again and again, to teach a model your preferences",
  arguments: [file],
  options: [
    CommonOptions.model, out, resume, CommonOptions.overwrite, temperature, CommonOptions.seed, CommonOptions.threads,
    CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let prompts = try Conversation.read(parsed[file], needsAnswers: false).map(\.prompt)
  let chat = try ChatModel(folder: chatFolder(parsed))
  let path = parsed[out] ?? "preferences.jsonl"
  let exists = FileManager.default.fileExists(atPath: path)
  if exists, !parsed[resume], !parsed[CommonOptions.overwrite] {
    throw Problem(
      .cannotCreate, "\(shellQuoted(path)) already exists",
      suggestion: "Use --resume to go on with it, --overwrite to replace it, or name another file with --out.")
  }
  let before = exists && parsed[resume] ? try PreferencePair.read(path) : []
  let known = Set(before.map { key($0.prompt) })
  // A file that is replaced keeps its lines until the first new choice.
  var journal: Journal?
  var session = LabelingSession(
    chat, Sampler(temperature: parsed[temperature]), seed: UInt64(parsed[CommonOptions.seed]), remarks)
  let left = prompts.enumerated().filter { !known.contains(key($0.element)) }
  try session.run(left.map { ($0.offset, $0.element) }) { pair in
    let open = try journal ?? Journal(path, keeping: before.isEmpty ? 0 : fileSize(path) ?? 0)
    // An editor may have left the last line without its end.
    if journal == nil, !before.isEmpty, try readFile(path).last != UInt8(ascii: "\n") { try open.append("\n") }
    journal = open
    try open.append(pair.line())
    try open.flush()
  }
  try Terminal.write(
    "\(path): \(Formats.count(before.count + session.labeled, "preference")), \(session.labeled) of them new\n")
}

/// Everything by which questions differ.
private func key(_ turns: [Turn]) -> [String] { turns.map { $0.role.rawValue + $0.content } }

/// A session in which a person compares answers.
private struct LabelingSession {
  static let help = """
    Two answers to each question; which one is better? Type
      1 or 2   the better answer
      Return   skip: neither is better
      /quit    or Ctrl-D to end; everything that you have chosen is saved
    """

  private(set) var labeled = 0, skipped = 0
  private let chat: ChatModel
  private let sampler: Sampler
  private let seed: UInt64
  private let remarks: Remarks

  init(_ chat: ChatModel, _ sampler: Sampler, seed: UInt64, _ remarks: Remarks) {
    (self.chat, self.sampler, self.seed, self.remarks) = (chat, sampler, seed, remarks)
  }

  /// Asks until there are no more questions or the input ends.
  ///
  /// - Parameter prompts: the questions, each with its number in the file: its answers depend on that alone.
  mutating func run(_ prompts: [(number: Int, turns: [Turn])], save: (PreferencePair) throws -> Void) throws {
    remarks.say(Self.help)
    Interruption.startListening()
    let input = InputLines()
    asking: for (number, turns) in prompts {
      guard let answers = try answers(to: turns, number) else {
        skipped += 1
        continue
      }
      try Terminal.write(
        "\n\(turns.map { "\($0.role.rawValue): \(printable($0.content))" }.joined(separator: "\n"))\n"
          + answers.enumerated().map { "  \($0 + 1)  \(printable($1))\n" }.joined())
      while true {
        guard let line = try input.next(prompt: "> ") else { break asking }
        switch line.trimmingCharacters(in: .whitespaces) {
        case "1", "2":
          let first = line.contains("1")
          try save(PreferencePair(prompt: turns, chosen: answers[first ? 0 : 1], rejected: answers[first ? 1 : 0]))
          labeled += 1
          continue asking
        case "":
          skipped += 1
          continue asking
        case "/quit": break asking
        default: Terminal.writeError("Type 1, 2, Return or /quit.\n")
        }
      }
    }
    if let interruption = Interruption.received, interruption != .interrupt {
      throw interruption.problem("while labeling", suggestion: "Everything that you have chosen is saved.")
    }
  }

  /// Returns two different answers with some text; nil if the model has only one.
  private func answers(to turns: [Turn], _ number: Int) throws -> [String]? {
    var generator = RandomGenerator(seed: seed, stream: UInt64(number)), found: [String] = []
    for _ in 0..<16 {
      let answer = try chat.answer(turns, sampler: sampler, using: &generator).trimmingCharacters(
        in: .whitespacesAndNewlines)
      if !answer.isEmpty, !found.contains(answer) { found.append(answer) }
      if found.count == 2 { return found }
    }
    return nil
  }
}
