/// What the user wrote after a command's name, looked up with the keys that the command lists.
///
///     let steps: Int = parsed[stepsOption]      // the default when the user gave none
///     let path: String = parsed[fileArgument]
///     if parsed.isGiven(stepsOption) { ... }    // the user asked for it
public struct Parsed: Sendable {
  let values: [String: any Sendable]
  /// The words given for each argument: one, or several where it may be repeated.
  let arguments: [String: [String]]

  /// The option's value: what the user gave, or else its default.
  public subscript<Value>(option: Option<Value>) -> Value {
    // Two steps: on an optional `Value`, `as?` would take a missing entry for a value that is nil.
    guard let value = values[option.declaration.name] else { return option.defaultValue }
    return value as? Value ?? option.defaultValue
  }

  /// Whether the flag is there.
  public subscript(flag: Flag) -> Bool { isGiven(flag) }

  /// The argument's text; empty when the command does not list that argument.
  public subscript(argument: Argument<String>) -> String { arguments[argument.name]?.first ?? "" }

  /// The argument's text; nil when the user left it out.
  public subscript(argument: Argument<String?>) -> String? { arguments[argument.name]?.first }

  /// All texts given for the argument.
  public subscript(argument: Argument<[String]>) -> [String] { arguments[argument.name] ?? [] }

  /// Whether the user wrote the option, be it with the default's value.
  public func isGiven(_ option: some CommandOption) -> Bool {
    values.keys.contains(option.declaration.name)
  }
}
