import Files

/// Turns the user's text into an option's value, or explains why it cannot.
struct ValueReader<Value: Sendable>: Sendable {
  /// A description of valid values: "a whole number of at least 1".
  let wanted: String
  /// All possible values if they can be listed; empty otherwise.
  let choices: [String]
  /// Returns the value that a text represents, or nil if the text is not valid.
  let accept: @Sendable (String) -> Value?

  func read(_ text: String, for option: String) throws -> Value {
    if let value = accept(text) { return value }
    let isHuge = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber } && Int(text) == nil
    let message = "--\(option) needs \(wanted), not \(quoted(text))\(isHuge ? ", which is too large" : "")"
    let near = nearest(to: text, among: choices)
    throw Problem(.usage, message, suggestion: near.map { "Did you mean --\(option) \($0)?" })
  }

  /// The reader of an option without a default; its value is nil if the option is left out.
  var optional: ValueReader<Value?> {
    ValueReader<Value?>(wanted: wanted, choices: choices) { [accept] text in accept(text).map { $0 } }
  }
}

extension ValueReader where Value: OptionValue {
  /// Creates a reader of any value of the type.
  init() {
    self.init(wanted: Value.wanted, choices: Value.choices) { Value(optionText: $0) }
  }

  /// Creates a reader of values in a range.
  init<Range: RangeExpression & Sendable>(in range: Range) where Range.Bound == Value {
    self.init(wanted: "\(Value.wanted) \(words(for: range))", choices: []) { text in
      Value(optionText: text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueReader<String> {
  /// Creates a reader that accepts one of a few texts.
  init(choices: [String]) {
    self.init(wanted: "one of \(alternatives(choices))", choices: choices) { choices.contains($0) ? $0 : nil }
  }
}

/// Returns a range in words that can follow "a number": "from 0 to 1", "of at least 1", "of at least 0 and below 1".
func words<Range: RangeExpression>(for range: Range) -> String where Range.Bound: OptionValue {
  switch range {
  case let range as ClosedRange<Range.Bound> where !isTiny(range.lowerBound):
    "from \(range.lowerBound.optionText) to \(range.upperBound.optionText)"
  case let range as ClosedRange<Range.Bound>: "above 0 and at most \(range.upperBound.optionText)"
  case let range as Swift.Range<Range.Bound>:
    "\(atLeast(range.lowerBound)) and below \(range.upperBound.optionText)"
  case let range as PartialRangeFrom<Range.Bound>: atLeast(range.lowerBound)
  case let range as PartialRangeThrough<Range.Bound>: "of at most \(range.upperBound.optionText)"
  case let range as PartialRangeUpTo<Range.Bound>: "below \(range.upperBound.optionText)"
  default: "in \(range)"
  }
}

private func atLeast<Bound: OptionValue>(_ bound: Bound) -> String {
  isTiny(bound) ? "above 0" : "of at least \(bound.optionText)"
}

/// Swift has no range that excludes its lower bound, so `.leastNormalMagnitude...` means "above 0".
private func isTiny<Bound: OptionValue>(_ bound: Bound) -> Bool {
  (bound as? Double) == .leastNormalMagnitude || (bound as? Float) == .leastNormalMagnitude
}
