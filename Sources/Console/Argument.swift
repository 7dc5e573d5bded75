/// What a command lists among its arguments: an ``Argument`` that is needed, or one that may be left out.
public protocol CommandArgument: Sendable {
  /// The name that the help and the messages give it, in capitals: `FILE`.
  var name: String { get }
  /// What it is.
  var help: String { get }
  /// Whether the command refuses to start without it.
  var isRequired: Bool { get }
  /// Whether all words that are left belong to it.
  var isRepeated: Bool { get }
}

/// A word on the command line that is no option, known by its place.
///
///     let text = Argument("FILE", help: "the text to learn from")
///     let word = Argument.optional("WORD", help: "the word to begin with")
///     let files = Argument.repeated("FILE", help: "the texts to count")
///
///     parsed[text]   // a String
///     parsed[word]   // a String?
///     parsed[files]  // a [String]
public struct Argument<Value: Sendable>: CommandArgument {
  /// The name that the help and the messages give it, in capitals: `FILE`.
  public let name: String
  /// What it is.
  public let help: String
  /// Whether the command refuses to start without it.
  public let isRequired: Bool
  /// Whether all words that are left belong to it.
  public let isRepeated: Bool
}

extension Argument<String> {
  /// An argument that is needed.
  public init(_ name: String, help: String) {
    self.init(name: name, help: help, isRequired: true, isRepeated: false)
  }
}

extension Argument<String?> {
  /// An argument that may be left out; it stands after those that are needed.
  public static func optional(_ name: String, help: String) -> Argument {
    Argument(name: name, help: help, isRequired: false, isRepeated: false)
  }
}

extension Argument<[String]> {
  /// An argument that is needed once and may be given more often; it stands last.
  public static func repeated(_ name: String, help: String) -> Argument {
    Argument(name: name, help: help, isRequired: true, isRepeated: true)
  }
}
