import Files

/// How an option turns the user's text into a value, and what it says when it cannot.
struct ValueReader<Value: Sendable>: Sendable {
  /// What the user is asked for: "a whole number of at least 1".
  let wanted: String
  /// All the values there are, where they can be listed.
  let choices: [String]
  /// The value that a text stands for, or nil when it is not wanted.
  let accept: @Sendable (String) -> Value?

  func read(_ text: String, for option: String) throws -> Value {
    if let value = accept(text) { return value }
    let isHuge = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber } && Int(text) == nil
    let message = "--\(option) needs \(wanted), not \(quoted(text))\(isHuge ? ", which is too large" : "")"
    let near = nearest(to: text, among: choices)
    throw Problem(.usage, message, suggestion: near.map { "Did you mean --\(option) \($0)?" })
  }

  /// The reader of an option that may be left out, which has nothing in its place then.
  var optional: ValueReader<Value?> {
    ValueReader<Value?>(wanted: wanted, choices: choices) { [accept] text in accept(text).map { $0 } }
  }
}

extension ValueReader where Value: OptionValue {
  /// Reads any value of its type.
  init() {
    self.init(wanted: Value.wanted, choices: Value.choices) { Value(optionText: $0) }
  }

  /// Reads a value in a range.
  init<Range: RangeExpression & Sendable>(in range: Range) where Range.Bound == Value {
    self.init(wanted: "\(Value.wanted) \(words(for: range))", choices: []) { text in
      Value(optionText: text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueReader<String> {
  /// Reads one of a few texts.
  init(choices: [String]) {
    self.init(wanted: "one of \(alternatives(choices))", choices: choices) { choices.contains($0) ? $0 : nil }
  }
}

/// A range in words that follow "a number": "from 0 to 1", "of at least 1", "of at least 0 and below 1".
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

/// Swift has no range that leaves its lower bound out, so `.leastNormalMagnitude...` stands for "above 0".
private func isTiny<Bound: OptionValue>(_ bound: Bound) -> Bool {
  (bound as? Double) == .leastNormalMagnitude || (bound as? Float) == .leastNormalMagnitude
}
