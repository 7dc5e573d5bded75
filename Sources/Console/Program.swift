import Files
import Foundation

/// An executable's command line: its commands, its help, its errors and exit codes.
///
///     Program(
///       "char-gpt", version: "1.0", summary: "A small GPT that learns from one text file.",
///       commands: [train, sample]
///     ).main()
///
/// A command's results go to standard output. Errors go to standard error as `char-gpt: what is wrong`, with a
/// suggestion on the next line. The exit code is 0, the kind of the `Problem` thrown, or 70 for any other error.
public struct Program: Sendable {
  let name: String
  let version: String
  let summary: String
  let commands: [Command]
  let noArguments: (@Sendable () throws -> Void)?
  let threads: (@Sendable (Int) -> Void)?

  /// Creates a program.
  ///
  /// - Parameters:
  ///   - name: the executable's name, for help and messages.
  ///   - version: the version that `--version` prints after the name.
  ///   - summary: what the program is for; the help begins with it.
  ///   - commands: the commands, in the order of the help.
  ///   - noArguments: what to do if the program is called without arguments; if nil, that is an error.
  ///   - threads: receives the value of `--threads` before the command runs; required if a command has the option.
  public init(
    _ name: String, version: String, summary: String, commands: [Command],
    noArguments: (@Sendable () throws -> Void)? = nil, threads: (@Sendable (Int) -> Void)? = nil
  ) {
    let hasThreads = commands.contains { $0.options.contains { $0.name == CommonOptions.threads.declaration.name } }
    precondition(threads != nil || !hasThreads, "Program: a command has the option --threads, but threads is nil")
    self.name = name
    self.version = version
    self.summary = summary
    self.commands = commands
    self.noArguments = noArguments
    self.threads = threads
  }

  /// Runs the program and ends the process.
  ///
  /// - Parameter arguments: the words after the program's name; a program can pass its own in place of the user's.
  public func main(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
    // If a reader such as head exits early, the program ends quietly, even if its parent process ignored the signal.
    signal(SIGPIPE, SIG_DFL)
    // Reaching the file-size limit is handled like a full disk: writing fails, and the program reports it.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(arguments: arguments))
  }

  /// Runs the command given by these words, reports errors, and returns the exit code.
  public func run(arguments: [String]) -> Int32 {
    var outcome = outcome(of: arguments)
    do {
      // Written even if empty, because this also flushes what commands left in the C library's buffers.
      try Terminal.write(outcome.output)
    } catch {
      if outcome.code == 0 { outcome = failure(error) }
    }
    Terminal.writeError(outcome.errors)
    return outcome.code
  }

  /// The text left to print after the command has run, and the exit code.
  struct Outcome: Equatable {
    var output = ""
    var errors = ""
    var code: Int32 = 0
  }

  func outcome(of arguments: [String]) -> Outcome {
    do {
      return Outcome(output: try answer(to: arguments))
    } catch {
      return failure(error)
    }
  }

  /// Returns help if asked for it; otherwise runs the command, which prints its results itself.
  private func answer(to arguments: [String]) throws -> String {
    let width = min(helpWidth, Terminal.width)
    guard let first = arguments.first else {
      guard let noArguments else {
        throw Problem(
          .usage, "a command is missing: \(alternatives(commands.map(\.name)))",
          suggestion: "See \(name) --help")
      }
      try noArguments()
      return ""
    }
    let rest = Array(arguments.dropFirst())
    switch first {
    case "--help", "-h": return help(width: width)
    case "--version": return "\(name) \(version)\n"
    case "--generate-completion": return try completion(for: rest.first)
    case "help":
      guard let asked = rest.first else { return help(width: width) }
      return try command(asked).help(program: name, width: width)
    default:
      let command = try command(first)
      if Command.asksForHelp(rest) { return command.help(program: name, width: width) }
      let parsed = try command.parse(rest, program: name)
      let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
      for remark in parsed.remarks { remarks.say(remark) }
      if let count = parsed[CommonOptions.threads] { threads?(count) }
      try command.run(parsed)
      return ""
    }
  }

  private func command(_ word: String) throws -> Command {
    if let command = commands.first(where: { $0.name == word }) { return command }
    let isOption = word.hasPrefix("-")
    if let hint = ForeignWords.hint(forCommand: word, among: commands.map(\.name), program: name) {
      throw Problem(.usage, "unknown command \(quoted(word))", suggestion: hint)
    }
    // The name of a file: the user left out the command.
    if !isOption, word.contains("/") || word.contains("."),
      let command = commands.first(where: { $0.arguments.first.map { isPath($0.name) } == true })
    {
      throw Problem(
        .usage, "\(quoted(word)) is not a command",
        suggestion: "Did you mean \(name) \(command.name) \(shellQuoted(word))?")
    }
    let near = nearest(to: word, among: isOption ? ["--help", "--version"] : commands.map(\.name) + ["help"])
    let message =
      if !isOption {
        "unknown command \(quoted(word))"
      } else if near != nil {
        "unknown option \(quoted(word))"
      } else {
        "expected a command, not \(quoted(word))"
      }
    // An option of a command that was left out.
    let owner = commands.first { $0.options.contains { "--\($0.name)" == word.prefix { $0 != "=" } } }
    throw Problem(
      .usage, message,
      suggestion: near.map { "Did you mean \(name) \($0)?" }
        ?? owner.map { "Options come after the command: \(name) \($0.call) \(shellQuoted(word))" }
        ?? "See \(name) --help")
  }

  private func failure(_ error: any Error) -> Outcome {
    if let problem = error as? Problem {
      return Outcome(errors: "\(name): \(problem.text { "--\($0)" })\n", code: problem.kind.rawValue)
    }
    let line = String(describing: error).split(whereSeparator: \.isNewline).joined(separator: " ")
    return Outcome(errors: "\(name): unexpected error: \(line)\n", code: Problem.Kind.software.rawValue)
  }
}
