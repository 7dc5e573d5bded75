/// A type that an option's value can have: `Int`, `Double`, `Float`, `String`, or an enumeration of your own, which
/// only needs to declare the conformance.
///
///     enum Level: String, CaseIterable, OptionValue { case character, word }
///     let level = Option("level", default: Level.character, help: "what a token is")
public protocol OptionValue: Sendable {
  /// The value's placeholder in the help, such as the `N` in `--layers N`.
  static var placeholder: String { get }

  /// A description of valid values for messages, such as "--layers needs a whole number".
  static var wanted: String { get }

  /// All possible values if they can be listed; empty otherwise.
  static var choices: [String] { get }

  /// Creates the value that the user's text represents; nil if it represents none.
  init?(optionText: String)

  /// The value as a user would write it; the help shows defaults in this form.
  var optionText: String { get }
}

extension OptionValue {
  /// Empty: numbers and text have no list of choices.
  public static var choices: [String] { [] }
}

extension Int: OptionValue {
  /// `N`.
  public static var placeholder: String { "N" }
  /// A whole number.
  public static var wanted: String { "a whole number" }
  /// Reads plain digits with an optional sign: neither `1_000` nor `1,000` nor `1e3`.
  public init?(optionText: String) { self.init(optionText) }
  /// The digits.
  public var optionText: String { String(self) }
}

extension Double: OptionValue {
  /// `X`.
  public static var placeholder: String { "X" }
  /// A number.
  public static var wanted: String { "a number" }
  /// Reads `3`, `0.1`, `1e-3`, but not `nan`, infinities or numbers that are too large.
  public init?(optionText: String) {
    guard let value = Double(optionText), value.isFinite else { return nil }
    self = value
  }
  /// The number to at most six significant digits.
  public var optionText: String { figure(self) }
}

extension Float: OptionValue {
  /// `X`.
  public static var placeholder: String { "X" }
  /// A number.
  public static var wanted: String { "a number" }
  /// Reads what `Double` reads, within the range of `Float`.
  public init?(optionText: String) {
    guard let value = Float(optionText), value.isFinite else { return nil }
    self = value
  }
  /// The number to at most six significant digits.
  public var optionText: String { figure(Double(self)) }
}

extension String: OptionValue {
  /// `TEXT`.
  public static var placeholder: String { "TEXT" }
  /// Text.
  public static var wanted: String { "text" }
  /// Accepts any text.
  public init?(optionText: String) { self = optionText }
  /// The text itself, in quotes if it is empty or contains white space.
  public var optionText: String { isEmpty || contains(where: \.isWhitespace) ? debugDescription : self }
}

extension OptionValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// `NAME`.
  public static var placeholder: String { "NAME" }
  /// "one of" and the list of all names.
  public static var wanted: String { "one of \(alternatives(choices))" }
  /// The names of the cases: their raw values.
  public static var choices: [String] { allCases.map(\.rawValue) }
  /// The case with that name.
  public init?(optionText: String) { self.init(rawValue: optionText) }
  /// The name of the case.
  public var optionText: String { rawValue }
}
