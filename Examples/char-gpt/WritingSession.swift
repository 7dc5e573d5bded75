import Console
import Files
import Foundation
import LanguageModels
import Numerics
import Reports
import Tokenizers

/// A conversation of a user who types beginnings with a model that continues them.
///
/// A line is text, or a command that starts with a slash. After each continuation the most likely next tokens are
/// shown. Ctrl-C stops a continuation; at the prompt it ends the session.
struct WritingSession {
  static let help = """
    Type the beginning of a text; what you type later is added at its end. Below each continuation you see the
    likeliest next tokens. Or:
      Return          go on from where the text ends
      /again          continue the same beginning in another way
      /temperature X  change the temperature, and continue again; also /top-k N, /top-p X, /min-p X (0: off),
                      /repetition-penalty X (1: off), /tokens N
      /new            start a new text
      /help, /quit    or Ctrl-D to end
    """

  private let model: TextModel
  private var sampler: Sampler
  private var count: Int
  private let stops: [String]
  private var generator: RandomGenerator
  private let remarks: Remarks
  /// The text so far, and its length when the last continuation began.
  private var tokens: [Int32] = []
  private var beginning = 0

  /// - Parameter stops: the texts that end a continuation.
  init(
    _ model: TextModel, _ sampler: Sampler, count: Int, stops: [String], _ generator: RandomGenerator,
    _ remarks: Remarks
  ) {
    (self.model, self.sampler, self.count, self.stops) = (model, sampler, count, stops)
    (self.generator, self.remarks) = (generator, remarks)
  }

  /// Answers line after line until the input ends.
  ///
  /// - Throws: `Problem` if a signal ended the session, or if the input or the output failed.
  mutating func run() throws {
    Interruption.startListening()
    let input = InputLines()
    while let line = try input.next(prompt: "\n> ") {
      guard line.hasPrefix("/") else {
        try extend(with: line)
        continue
      }
      let words = line.dropFirst().split(separator: " ").map(String.init)
      guard let command = words.first, command != "quit" else { break }
      do {
        try obey(command, words.dropFirst().first)
      } catch let problem as Problem where problem.kind == .usage {
        // A mistyped command does not end the session.
        Terminal.writeError("\(problem)\n")
      }
    }
    if let interruption = Interruption.received, interruption != .interrupt {
      throw interruption.problem("while writing", suggestion: "Nothing is lost: the text is above.")
    }
    try Terminal.write("\n")
  }

  private mutating func obey(_ command: String, _ value: String?) throws {
    switch command {
    case "again": try again()
    case "new":
      (tokens, beginning) = ([], 0)
      remarks.say("a new text begins")
    case "help": remarks.say(Self.help)
    case "temperature":
      sampler.temperature = try number(value, command, in: 0...)
      try again()
    case "top-k":
      let limit: Int = try number(value, command, in: 0...)
      sampler.topK = limit == 0 ? nil : limit
      try again()
    case "top-p":
      let share: Float = try number(value, command, in: 0...1)
      sampler.topP = share == 0 ? nil : share
      try again()
    case "min-p":
      let share: Float = try number(value, command, in: 0...1)
      sampler.minP = share == 0 ? nil : share
      try again()
    case "repetition-penalty":
      sampler.repetitionPenalty = try number(value, command, in: .leastNormalMagnitude...)
      try again()
    case "tokens": count = try number(value, command, in: 1...)
    default:
      throw Problem(.usage, "unknown command \(quoted("/" + command)); /help lists all")
    }
  }

  private func number<Value: OptionValue & Comparable, Range: RangeExpression<Value>>(
    _ text: String?, _ command: String, in range: Range
  ) throws -> Value {
    guard let value = text.flatMap({ Value(optionText: $0) }), range.contains(value) else {
      throw Problem(
        .usage,
        "/\(command) needs \(Value.wanted) that fits, such as /\(command) \(Value.wanted == Int.wanted ? "40" : "0.7")")
    }
    return value
  }

  // MARK: Writing

  /// Adds what the user typed, and continues. Nothing typed means to go on.
  private mutating func extend(with line: String) throws {
    let (typed, unknown) = model.tokenizer.encodeKnown(line)
    if unknown > 0 { remarks.say("\(Formats.count(unknown, "character")) that the model has never seen left out") }
    tokens += typed
    beginning = tokens.count
    try write()
  }

  private mutating func again() throws {
    tokens.removeSubrange(beginning...)
    try write()
  }

  private mutating func write() throws {
    let prompt = tokens.isEmpty ? startingTokens(model.tokenizer) : tokens
    var stops = StopTexts(stops), text = TokenText(model.tokenizer)
    var continuation: [Int32] = [], written = ""
    // As the text was shown while it was written, also where its bytes are no characters.
    var before = TokenText(model.tokenizer)
    try Terminal.write(tokens.map { before.append($0) }.joined() + before.finish())
    var generators = [generator]
    defer { generator = generators[0] }
    try model.generate(after: prompt, count: count, sampler: sampler, using: &generators) { _, token in
      if Interruption.received == .interrupt { throw EndOfText() }
      continuation.append(token)
      let piece = stops.append(text.append(token))
      written += piece
      try Terminal.write(piece)
      if stops.isFound { throw EndOfText() }
    }
    // From now on, Ctrl-C is for the prompt again.
    if Interruption.received == .interrupt { Interruption.startListening() }
    try Terminal.write((stops.isFound ? "" : stops.append(text.finish())) + stops.finish())
    // The stop text and what came after it do not belong to the text.
    if stops.isFound { continuation = model.tokenizer.encodeKnown(written).tokens }
    tokens += continuation
    try Terminal.write("\n\n\(try likeliest(after: prompt + continuation))\n")
  }

  /// The most likely next tokens on one line: `next: e 41 %  a 12 %`.
  private func likeliest(after tokens: [Int32]) throws -> String {
    let choices = try Sampler(temperature: 1).choices(model.nextLogits(after: tokens)).prefix(6)
    return "next: "
      + choices.map { choice in
        let percent = Formats.fixed(100 * Double(choice.probability), decimals: 0)
        return "\(model.tokenizer.name(of: choice.token)) \(percent) %"
      }.joined(separator: "   ")
  }
}
