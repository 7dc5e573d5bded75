/// A type that an option's value can have: `Int`, `Double`, `Float`, `String`, or an enumeration of your own,
/// which needs no more than to say so.
///
///     enum Level: String, CaseIterable, OptionValue { case character, word }
///     let level = Option("level", default: Level.character, help: "what a token is")
public protocol OptionValue: Sendable {
  /// What the help shows in the value's place, as the `N` in `--layers N`.
  static var placeholder: String { get }

  /// What the user is asked for, as in "--layers needs a whole number".
  static var wanted: String { get }

  /// All the values there are, where they can be listed; none otherwise.
  static var choices: [String] { get }

  /// The value that a user's text stands for, or nil when it stands for none.
  init?(optionText: String)

  /// The value as a user would write it; the help shows defaults so.
  var optionText: String { get }
}

extension OptionValue {
  /// No list of choices: numbers and texts have none.
  public static var choices: [String] { [] }
}

extension Int: OptionValue {
  /// `N`.
  public static var placeholder: String { "N" }
  /// A whole number.
  public static var wanted: String { "a whole number" }
  /// Reads plain digits with a sign or without: neither `1_000` nor `1,000` nor `1e3`.
  public init?(optionText: String) { self.init(optionText) }
  /// The digits.
  public var optionText: String { String(self) }
}

extension Double: OptionValue {
  /// `X`.
  public static var placeholder: String { "X" }
  /// A number.
  public static var wanted: String { "a number" }
  /// Reads `3`, `0.1`, `1e-3`; not `nan`, nor anything infinite or too large to hold.
  public init?(optionText: String) {
    guard let value = Double(optionText), value.isFinite else { return nil }
    self = value
  }
  /// The number in up to six significant digits.
  public var optionText: String { figure(self) }
}

extension Float: OptionValue {
  /// `X`.
  public static var placeholder: String { "X" }
  /// A number.
  public static var wanted: String { "a number" }
  /// Reads what `Double` reads, as far as a `Float` can hold it.
  public init?(optionText: String) {
    guard let value = Float(optionText), value.isFinite else { return nil }
    self = value
  }
  /// The number in up to six significant digits.
  public var optionText: String { figure(Double(self)) }
}

extension String: OptionValue {
  /// `TEXT`.
  public static var placeholder: String { "TEXT" }
  /// A text.
  public static var wanted: String { "a text" }
  /// Any text is one.
  public init?(optionText: String) { self = optionText }
  /// The text as it is, in quotes where it could not be seen or told apart without them.
  public var optionText: String { isEmpty || contains(where: \.isWhitespace) ? debugDescription : self }
}

extension OptionValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// `NAME`.
  public static var placeholder: String { "NAME" }
  /// One of the names, all of them listed.
  public static var wanted: String { "one of \(alternatives(choices))" }
  /// The names of the cases: their raw values.
  public static var choices: [String] { allCases.map(\.rawValue) }
  /// The case of that name.
  public init?(optionText: String) { self.init(rawValue: optionText) }
  /// The name of the case.
  public var optionText: String { rawValue }
}
