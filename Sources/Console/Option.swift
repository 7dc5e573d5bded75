/// An entry in a command's list of options: an ``Option`` or a ``Flag``.
public protocol CommandOption: Sendable {
  /// Everything that parsing and help need to know about the option.
  var declaration: OptionDeclaration { get }
}

/// An option as parsing and help see it, independent of its value's type.
public struct OptionDeclaration: Sendable {
  /// The name, without the hyphens before it.
  public let name: String
  /// The value's placeholder in the help and the function that reads the value; nil for a flag, which has no value.
  let value: (placeholder: String, read: @Sendable (String) throws -> any Sendable)?
  /// What the option does, followed by its choices and its default.
  let help: String
  /// All possible values if they can be listed, for the shell's completion.
  var choices: [String] = []
  /// Names that the option had in earlier versions; they still work.
  var formerNames: [String] = []
  /// Whether the option can be given several times; its value is then the array of all that were given.
  var isRepeated = false

  /// The option as the help shows it: `--layers N`.
  var label: String { "--\(name)" + (value.map { " \($0.placeholder)" } ?? "") }
}

/// An option with a value: a typed key that a command uses to look up what the user wrote.
///
///     let layers = Option("layers", default: 4, help: "number of transformer blocks", in: 1...)
///     let dropout = Option("dropout", default: 0.0, help: "fraction of activations to drop", in: 0..<1)
///     let rate = Option("rate", default: 1e-3, help: "step size", in: .leastNormalMagnitude...)  // above 0
///     let kind = Option("kind", choices: ["byte-pair", "unigram"], default: "unigram", help: "what to build")
///     let topK = Option<Int>.optional("top-k", help: "keep the K likeliest tokens", in: 1...)
///
///     parsed[layers]  // an Int
///     parsed[topK]    // an Int?
public struct Option<Value: Sendable>: CommandOption {
  /// Everything that parsing and help need to know about the option.
  public private(set) var declaration: OptionDeclaration
  /// The value if the user gives none.
  public let defaultValue: Value

  init(
    _ name: String, default defaultValue: Value, defaultText: String?, help: String, placeholder: String,
    reader: ValueReader<Value>
  ) {
    let notes = [
      reader.choices.isEmpty ? nil : alternatives(reader.choices), defaultText.map { "default: \($0)" },
    ].compactMap { $0 }
    self.defaultValue = defaultValue
    self.declaration = OptionDeclaration(
      name: name,
      value: (placeholder, { try reader.read($0, for: name) }),
      help: notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))", choices: reader.choices)
  }

  /// Returns the option with names that it had in earlier versions. They still work, with a remark; the help shows
  /// only the present name.
  ///
  ///     let embedding = Option("embedding", default: 100, help: "dimensions of each vector").formerly("dimensions")
  public func formerly(_ names: String...) -> Option {
    var copy = self
    copy.declaration.formerNames = names
    return copy
  }
}

extension Option where Value: OptionValue {
  /// Creates an option with a default; `placeholder` represents the value in the help (`DIR`).
  public init(_ name: String, default value: Value, help: String, placeholder: String = Value.placeholder) {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: placeholder,
      reader: ValueReader())
  }

  /// Creates an option with a default whose value must be in a range.
  public init<Range: RangeExpression & Sendable>(
    _ name: String, default value: Value, help: String, in range: Range
  ) where Range.Bound == Value {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: Value.placeholder,
      reader: ValueReader(in: range))
  }

  /// Returns an option without a default: its value is nil if the user leaves it out.
  public static func optional(
    _ name: String, help: String, placeholder: String = Value.placeholder
  ) -> Option<Value?> {
    Option<Value?>(
      name, default: nil, defaultText: nil, help: help, placeholder: placeholder,
      reader: ValueReader<Value>().optional)
  }

  /// Returns an option without a default whose value must be in a range.
  public static func optional<Range: RangeExpression & Sendable>(
    _ name: String, help: String, in range: Range
  ) -> Option<Value?> where Range.Bound == Value {
    Option<Value?>(
      name, default: nil, defaultText: nil, help: help, placeholder: Value.placeholder,
      reader: ValueReader(in: range).optional)
  }
}

extension Option<[String]> {
  /// Returns an option that can be given several times; its value is empty if the user leaves it out.
  ///
  ///     let stop = Option.repeated("stop", help: "end the text before this one")
  ///     parsed[stop]  // a [String]
  public static func repeated(_ name: String, help: String, placeholder: String = "TEXT") -> Option {
    let reader = ValueReader<[String]>(wanted: String.wanted, choices: []) { [$0] }
    var option = Option(
      name, default: [], defaultText: nil, help: help + "; can be given several times", placeholder: placeholder,
      reader: reader)
    option.declaration.isRepeated = true
    return option
  }
}

extension Option<String> {
  /// Creates an option that takes one of a few names.
  ///
  /// If the program has a type for them, prefer an enumeration that conforms to ``OptionValue``.
  public init(_ name: String, choices: [String], default value: String, help: String) {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: "NAME",
      reader: ValueReader(choices: choices))
  }
}

/// An option without a value: it is either present or absent.
///
///     let json = Flag("json", help: "print one JSON object")
///     parsed[json]  // a Bool
public struct Flag: CommandOption {
  /// Everything that parsing and help need to know about the flag.
  public let declaration: OptionDeclaration

  /// Creates a flag; its name is given without the hyphens.
  public init(_ name: String, help: String) {
    declaration = OptionDeclaration(name: name, value: nil, help: help)
  }
}
