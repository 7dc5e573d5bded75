import Files
import Foundation

/// An executable's command line: its commands, its help, its errors and exit codes.
///
///     Program(
///       "char-gpt", version: "1.0", summary: "A small GPT that learns from one text file.",
///       commands: [train, sample]
///     ).main()
///
/// A command's results go to standard output, errors to standard error as `char-gpt: what is wrong` with what
/// to do on the line below. The exit code is 0, the kind of the `Problem` thrown, or 70 for any other error.
public struct Program: Sendable {
  let name: String
  let version: String
  let summary: String
  let commands: [Command]
  let noArguments: (@Sendable () throws -> Void)?
  let threads: (@Sendable (Int) -> Void)?

  /// A program.
  ///
  /// - Parameters:
  ///   - name: the executable's name, for the help and the messages.
  ///   - version: what `--version` prints behind the name.
  ///   - summary: what the program is for; the help begins with it.
  ///   - commands: in the order in which the help shows them.
  ///   - noArguments: what it does when it is called by its bare name; without it, that is an error.
  ///   - threads: told the number that `--threads` asks for, before the command runs; needed where a command has that
  ///     option.
  public init(
    _ name: String, version: String, summary: String, commands: [Command],
    noArguments: (@Sendable () throws -> Void)? = nil, threads: (@Sendable (Int) -> Void)? = nil
  ) {
    let hasThreads = commands.contains { $0.options.contains { $0.name == CommonOptions.threads.declaration.name } }
    precondition(threads != nil || !hasThreads, "Program: nobody is told what --threads asks for")
    self.name = name
    self.version = version
    self.summary = summary
    self.commands = commands
    self.noArguments = noArguments
    self.threads = threads
  }

  /// Does what the process was called for, and ends it.
  ///
  /// - Parameter arguments: the words behind the program's name, where a program puts some in place of the user's.
  public func main(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
    // A reader that leaves early, such as head, ends the program quietly, even if our parent ignored the signal.
    signal(SIGPIPE, SIG_DFL)
    // A limit on the size of files is a problem like a full disk: writing fails, and the program says so.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(arguments: arguments))
  }

  /// Does what these words ask for, reports what goes wrong, and returns the exit code.
  public func run(arguments: [String]) -> Int32 {
    var outcome = outcome(of: arguments)
    do {
      // Written even when empty, for this also flushes what commands left in the C library's buffers.
      try Terminal.write(outcome.output)
    } catch {
      if outcome.code == 0 { outcome = failure(error) }
    }
    Terminal.writeError(outcome.errors)
    return outcome.code
  }

  /// What is left to print, and the exit code, once the work is done.
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

  /// Help where it is asked for; otherwise runs the command, which prints its results itself.
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
    case "help":
      guard let asked = rest.first else { return help(width: width) }
      return try command(asked).help(program: name, width: width)
    default:
      let command = try command(first)
      if Command.asksForHelp(rest) { return command.help(program: name, width: width) }
      let parsed = try command.parse(rest, program: name)
      if let count = parsed[CommonOptions.threads] { threads?(count) }
      try command.run(parsed)
      return ""
    }
  }

  private func command(_ word: String) throws -> Command {
    if let command = commands.first(where: { $0.name == word }) { return command }
    let isOption = word.hasPrefix("-")
    let near = nearest(to: word, among: isOption ? ["--help", "--version"] : commands.map(\.name) + ["help"])
    let message =
      if !isOption {
        "unknown command \(quoted(word))"
      } else if near != nil {
        "unknown option \(quoted(word))"
      } else {
        "a command comes first, not \(quoted(word))"
      }
    throw Problem(
      .usage, message, suggestion: near.map { "Did you mean \(name) \($0)?" } ?? "See \(name) --help")
  }

  private func failure(_ error: any Error) -> Outcome {
    if let problem = error as? Problem {
      return Outcome(errors: "\(name): \(problem)\n", code: problem.kind.rawValue)
    }
    let line = String(describing: error).split(whereSeparator: \.isNewline).joined(separator: " ")
    return Outcome(errors: "\(name): unexpected error: \(line)\n", code: Problem.Kind.software.rawValue)
  }
}
