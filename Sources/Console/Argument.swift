/// An entry in a command's list of arguments: an ``Argument``, required or optional.
public protocol CommandArgument: Sendable {
  /// The argument's name in help and messages, in capitals: `FILE`.
  var name: String { get }
  /// A description of the argument, for the help.
  var help: String { get }
  /// Whether the command refuses to start without the argument.
  var isRequired: Bool { get }
  /// Whether the argument takes all the remaining words.
  var isRepeated: Bool { get }
}

/// A word on the command line that is not an option, identified by its position.
///
///     let text = Argument("FILE", help: "the training text")
///     let word = Argument.optional("WORD", help: "the word to begin with")
///     let files = Argument.repeated("FILE", help: "the texts to count")
///     let folders = Argument.anyNumber("DIR", help: "the runs to compare")
///
///     parsed[text]   // a String
///     parsed[word]   // a String?
///     parsed[files]  // a [String]
public struct Argument<Value: Sendable>: CommandArgument {
  /// The argument's name in help and messages, in capitals: `FILE`.
  public let name: String
  /// A description of the argument, for the help.
  public let help: String
  /// Whether the command refuses to start without the argument.
  public let isRequired: Bool
  /// Whether the argument takes all the remaining words.
  public let isRepeated: Bool
}

extension Argument<String> {
  /// Creates a required argument.
  public init(_ name: String, help: String) {
    self.init(name: name, help: help, isRequired: true, isRepeated: false)
  }
}

extension Argument<String?> {
  /// Returns an optional argument; it comes after the required ones.
  public static func optional(_ name: String, help: String) -> Argument {
    Argument(name: name, help: help, isRequired: false, isRepeated: false)
  }
}

extension Argument<[String]> {
  /// Returns an argument that is given one or more times; it comes last.
  public static func repeated(_ name: String, help: String) -> Argument {
    Argument(name: name, help: help, isRequired: true, isRepeated: true)
  }

  /// Returns an argument that is given any number of times, also not at all; it comes last.
  public static func anyNumber(_ name: String, help: String) -> Argument {
    Argument(name: name, help: help, isRequired: false, isRepeated: true)
  }
}
