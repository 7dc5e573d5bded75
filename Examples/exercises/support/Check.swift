import Kindling

/// Checks that a call returns exactly the expected value.
///
///     try check("countWords(\"a b\")", try countWords("a b"), is: 2, hint: "Words are separated by spaces.")
func check<Value: Equatable>(_ call: String, _ value: Value, is expected: Value, hint: String? = nil) throws {
  if value != expected {
    throw WrongAnswer(message: "\(call) is \(short(value)), but should be \(expected)", hint: hint)
  }
}

/// Checks that a call returns the expected number, or one very near it.
///
/// - Parameter tolerance: the largest allowed difference, as a fraction of the expected number's size, or of 1 if that
///   is larger.
func check(
  _ call: String, _ value: Double, near expected: Double, tolerance: Double = 1e-5, hint: String? = nil
) throws {
  guard abs(value - expected) <= tolerance * max(1, abs(expected)) else {
    throw WrongAnswer(message: "\(call) is \(short(value)), but should be \(expected)", hint: hint)
  }
}

/// Checks that a call returns the expected number, or one very near it.
func check(
  _ call: String, _ value: Float, near expected: Float, tolerance: Double = 1e-5, hint: String? = nil
) throws {
  guard Double(abs(value - expected)) <= tolerance * Double(max(1, abs(expected))) else {
    throw WrongAnswer(message: "\(call) is \(short(value)), but should be \(expected)", hint: hint)
  }
}

/// Checks that a call returns as many numbers as expected, each near the expected one.
func check<Number: BinaryFloatingPoint>(
  _ call: String, _ values: [Number], near expected: [Number], tolerance: Double = 1e-5, hint: String? = nil
) throws {
  let isNear =
    values.count == expected.count
    && zip(values, expected).allSatisfy { Double(abs($0 - $1)) <= tolerance * Double(max(1, abs($1))) }
  if !isNear { throw WrongAnswer(message: "\(call) is \(short(values)), but should be \(expected)", hint: hint) }
}

/// Checks that a call returns a tensor of the expected shape, with each element near the expected one.
func check(
  _ call: String, _ value: Tensor, shape: Shape, near expected: [Float], tolerance: Double = 1e-5,
  hint: String? = nil
) throws {
  guard value.shape == shape else {
    throw WrongAnswer(message: "\(call) has the shape \(value.shape), but should have \(shape)", hint: hint)
  }
  try check(call, value.elements, near: expected, tolerance: tolerance, hint: hint)
}

/// A value as text on one line, without its end if it is very long.
private func short(_ value: Any) -> String {
  let text = "\(value)".replacing("\n", with: "\\n")
  guard text.count > 600 else { return text }
  let count = (value as? any Collection).map { ", \($0.count) elements in all" } ?? ""
  return text.prefix(400) + "...\(count)"
}
