/// What a command lists among its options: an ``Option`` or a ``Flag``.
public protocol CommandOption: Sendable {
  /// All that parsing and help need to know of the option.
  var declaration: OptionDeclaration { get }
}

/// An option as parsing and help see it, whatever the type of its value.
public struct OptionDeclaration: Sendable {
  /// The name, without the hyphens before it.
  public let name: String
  /// What stands in the value's place in the help, and how the value is read; nil for a flag, which has none.
  let value: (placeholder: String, read: @Sendable (String) throws -> any Sendable)?
  /// What the option does, with its choices and its default.
  let help: String

  /// The option as the help shows it: `--layers N`.
  var label: String { "--\(name)" + (value.map { " \($0.placeholder)" } ?? "") }
}

/// An option with a value: a typed key, with which a command looks up what the user wrote.
///
///     let layers = Option("layers", default: 4, help: "number of transformer blocks", in: 1...)
///     let dropout = Option("dropout", default: 0.0, help: "share of activations to drop", in: 0..<1)
///     let rate = Option("rate", default: 1e-3, help: "step size", in: .leastNormalMagnitude...)  // above 0
///     let kind = Option("kind", choices: ["byte-pair", "unigram"], default: "unigram", help: "what to build")
///     let topK = Option<Int>.optional("top-k", help: "keep the K likeliest tokens", in: 1...)
///
///     parsed[layers]  // an Int
///     parsed[topK]    // an Int?
public struct Option<Value: Sendable>: CommandOption {
  /// All that parsing and help need to know of the option.
  public let declaration: OptionDeclaration
  /// The value when the user gives none.
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
      help: notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))")
  }
}

extension Option where Value: OptionValue {
  /// An option that has a default; `placeholder` stands for the value in the help (`DIR`).
  public init(_ name: String, default value: Value, help: String, placeholder: String = Value.placeholder) {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: placeholder,
      reader: ValueReader())
  }

  /// An option that has a default and takes values in a range.
  public init<Range: RangeExpression & Sendable>(
    _ name: String, default value: Value, help: String, in range: Range
  ) where Range.Bound == Value {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: Value.placeholder,
      reader: ValueReader(in: range))
  }

  /// An option without a default: nil when the user leaves it out.
  public static func optional(
    _ name: String, help: String, placeholder: String = Value.placeholder
  ) -> Option<Value?> {
    Option<Value?>(
      name, default: nil, defaultText: nil, help: help, placeholder: placeholder,
      reader: ValueReader<Value>().optional)
  }

  /// An option without a default that takes values in a range.
  public static func optional<Range: RangeExpression & Sendable>(
    _ name: String, help: String, in range: Range
  ) -> Option<Value?> where Range.Bound == Value {
    Option<Value?>(
      name, default: nil, defaultText: nil, help: help, placeholder: Value.placeholder,
      reader: ValueReader(in: range).optional)
  }
}

extension Option<String> {
  /// An option that takes one of a few names.
  ///
  /// Where the program has a type for them, an enumeration that is an ``OptionValue`` says it better.
  public init(_ name: String, choices: [String], default value: String, help: String) {
    self.init(
      name, default: value, defaultText: value.optionText, help: help, placeholder: "NAME",
      reader: ValueReader(choices: choices))
  }
}

/// An option without a value: it is there, or it is not.
///
///     let json = Flag("json", help: "print one JSON object")
///     parsed[json]  // a Bool
public struct Flag: CommandOption {
  /// All that parsing and help need to know of the flag.
  public let declaration: OptionDeclaration

  /// A flag of a name, written without the hyphens.
  public init(_ name: String, help: String) {
    declaration = OptionDeclaration(name: name, value: nil, help: help)
  }
}
