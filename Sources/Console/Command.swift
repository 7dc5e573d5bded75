/// One of the commands of a program: its name, the arguments and options that can follow it, and the function that does
/// the work.
///
///     let file = Argument("FILE", help: "the training text")
///     let steps = Option("steps", default: 2000, help: "how long to train", in: 1...)
///
///     let train = Command(
///       "train", summary: "train a model on a text file", arguments: [file], options: [steps]
///     ) { parsed in
///       try trainModel(on: parsed[file], steps: parsed[steps])
///     }
public struct Command: Sendable {
  let name: String
  let summary: String
  let arguments: [any CommandArgument]
  let options: [OptionDeclaration]
  let run: @Sendable (Parsed) throws -> Void

  /// Creates a command. Its function should throw a `Problem` if the input is wrong.
  ///
  /// - Parameters:
  ///   - name: the word that invokes it.
  ///   - summary: what it does, in one line for the help, such as "train a model on a text file".
  ///   - arguments: the words that follow, required ones first.
  ///   - options: the options, in the order of the help.
  ///   - run: does the work.
  public init(
    _ name: String, summary: String, arguments: [any CommandArgument] = [],
    options: [any CommandOption] = [], run: @escaping @Sendable (Parsed) throws -> Void
  ) {
    self.name = name
    self.summary = summary
    self.arguments = arguments
    self.options = options.map(\.declaration)
    self.run = run
  }

  /// The command's name and arguments as the help shows them: `evaluate FILE [OTHER]`.
  var call: String {
    ([name] + arguments.map { ($0.isRequired ? $0.name : "[\($0.name)]") + ($0.isRepeated ? " ..." : "") })
      .joined(separator: " ")
  }
}
