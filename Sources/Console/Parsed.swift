/// The options and arguments that the user wrote after a command's name, looked up with the command's keys.
///
///     let steps: Int = parsed[stepsOption]      // the default if the user gave none
///     let path: String = parsed[fileArgument]
///     if parsed.isGiven(stepsOption) { ... }    // the user gave it
public struct Parsed: Sendable {
  let values: [String: any Sendable]
  /// The words given for each argument: one, or several if it can be repeated.
  let arguments: [String: [String]]
  /// Remarks about the words that the user chose, such as an option's former name.
  var remarks: [String] = []

  /// The option's value: the user's, or else its default.
  public subscript<Value>(option: Option<Value>) -> Value {
    // Two steps, because with an optional `Value`, `as?` would take a missing entry for a value that is nil.
    guard let value = values[option.declaration.name] else { return option.defaultValue }
    return value as? Value ?? option.defaultValue
  }

  /// Whether the flag is present.
  public subscript(flag: Flag) -> Bool { isGiven(flag) }

  /// The argument's text; empty if the command does not list that argument.
  public subscript(argument: Argument<String>) -> String { arguments[argument.name]?.first ?? "" }

  /// The argument's text; nil if the user left it out.
  public subscript(argument: Argument<String?>) -> String? { arguments[argument.name]?.first }

  /// All texts given for the argument.
  public subscript(argument: Argument<[String]>) -> [String] { arguments[argument.name] ?? [] }

  /// Whether the user wrote the option, even if with its default value.
  public func isGiven(_ option: some CommandOption) -> Bool {
    values.keys.contains(option.declaration.name)
  }
}
