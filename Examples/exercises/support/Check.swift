import Kindling

/// Checks that a call gives exactly this.
///
///     try check("countWords(\"a b\")", try countWords("a b"), is: 2, hint: "Words are divided by spaces.")
func check<Value: Equatable>(_ call: String, _ value: Value, is expected: Value, hint: String? = nil) throws {
  if value != expected { throw WrongAnswer(message: "\(call) gave \(value), not \(expected)", hint: hint) }
}

/// Checks that a call gives this number, or one hardly away from it.
///
/// - Parameter tolerance: how far the two may be apart, as a share of the expected number, or of 1 if that is larger.
func check(
  _ call: String, _ value: Double, near expected: Double, tolerance: Double = 1e-5, hint: String? = nil
) throws {
  guard abs(value - expected) <= tolerance * max(1, abs(expected)) else {
    throw WrongAnswer(message: "\(call) gave \(value), not \(expected)", hint: hint)
  }
}

/// Checks that a call gives this number, or one hardly away from it.
func check(
  _ call: String, _ value: Float, near expected: Float, tolerance: Double = 1e-5, hint: String? = nil
) throws {
  guard Double(abs(value - expected)) <= tolerance * Double(max(1, abs(expected))) else {
    throw WrongAnswer(message: "\(call) gave \(value), not \(expected)", hint: hint)
  }
}

/// Checks that a call gives so many numbers, and each near the expected one.
func check<Number: BinaryFloatingPoint>(
  _ call: String, _ values: [Number], near expected: [Number], tolerance: Double = 1e-5, hint: String? = nil
) throws {
  let isNear =
    values.count == expected.count
    && zip(values, expected).allSatisfy { Double(abs($0 - $1)) <= tolerance * Double(max(1, abs($1))) }
  if !isNear { throw WrongAnswer(message: "\(call) gave \(values), not \(expected)", hint: hint) }
}

/// Checks that a call gives a tensor of this shape with these elements, or hardly other ones.
func check(
  _ call: String, _ value: Tensor, shape: Shape, near expected: [Float], tolerance: Double = 1e-5,
  hint: String? = nil
) throws {
  guard value.shape == shape else {
    throw WrongAnswer(message: "\(call) has the shape \(value.shape), not \(shape)", hint: hint)
  }
  try check(call, value.elements, near: expected, tolerance: tolerance, hint: hint)
}
