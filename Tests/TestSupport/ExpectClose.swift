import Testing

/// The magnitude that an element's error is measured against.
public enum Magnitude: Sendable {
  /// The largest of all expected values: for elements that are all sums of terms of similar size.
  case largest
  /// The expected value itself: for functions that promise relative accuracy.
  case each
  /// A magnitude per element: the largest term of its sum, or the sum of the magnitudes of all terms.
  case terms([Double])
}

/// Expects the same shape or count, and values that differ by at most a few units in the last place of the magnitude.
///
/// A unit is 2^-23 of the magnitude, the relative distance of neighboring floats, and at least 2^-149, the
/// smallest float. Where NaN or an infinity is expected, nothing else passes.
///
///     expectClose(actual: y, expected: naive, units: 2)
///
/// - Parameters:
///   - shapes: the shapes of both, if they have shapes.
///   - units: the largest error that passes; measured against double precision, not guessed.
///   - context: the name of what is compared, for tests with several comparisons.
/// - Returns: the largest error in units, for measuring.
@discardableResult
public func expectClose(
  actual: [Double], expected: [Double], shapes: (actual: [Int], expected: [Int])? = nil,
  relativeTo magnitude: Magnitude = .largest, units: Double, _ context: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) -> Double {
  let comparison = compare(
    actual: actual, expected: expected, shapes: shapes, relativeTo: magnitude, units: units)
  report(comparison.complaint, context, sourceLocation)
  return comparison.error
}

/// The same for numbers of any type, such as floats compared with the doubles of a naive reference.
@inlinable
@discardableResult
public func expectClose(
  actual: [some BinaryFloatingPoint], expected: [some BinaryFloatingPoint],
  shapes: (actual: [Int], expected: [Int])? = nil, relativeTo magnitude: Magnitude = .largest, units: Double,
  _ context: String = "", sourceLocation: SourceLocation = #_sourceLocation
) -> Double {
  expectClose(
    actual: actual.map { Double($0) }, expected: expected.map { Double($0) }, shapes: shapes,
    relativeTo: magnitude, units: units, context, sourceLocation: sourceLocation)
}

/// Expects the same count and the same bits: NaN equals NaN, and 0 differs from -0.
public func expectSameBits(
  actual: [Float], expected: [Float], _ context: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if actual.count != expected.count {
    report("\(actual.count) values, expected \(expected.count)", context, sourceLocation)
  } else if let i = actual.indices.first(where: { actual[$0].bitPattern != expected[$0].bitPattern }) {
    report("element \(i): \(actual[i]), expected \(expected[i]) to the last bit", context, sourceLocation)
  }
}

/// Makes a complaint, if there is one.
private func report(_ complaint: String?, _ context: String, _ sourceLocation: SourceLocation) {
  guard let complaint else { return }
  complain("\(context)\(context.isEmpty ? "" : ": ")\(complaint)", sourceLocation: sourceLocation)
}

/// Returns the largest error in units, and a complaint about the worst element if it fails.
private func compare(
  actual: [Double], expected: [Double], shapes: (actual: [Int], expected: [Int])?,
  relativeTo magnitude: Magnitude, units: Double
) -> (error: Double, complaint: String?) {
  if let shapes, shapes.actual != shapes.expected {
    return (.infinity, "shape \(shapes.actual), expected \(shapes.expected)")
  }
  guard actual.count == expected.count else {
    return (.infinity, "\(actual.count) values, expected \(expected.count)")
  }
  if case .terms(let terms) = magnitude, terms.count != expected.count {
    return (.infinity, "\(terms.count) magnitudes for \(expected.count) values")
  }
  let largest = expected.lazy.filter(\.isFinite).map(abs).max() ?? 0
  let errors = expected.indices.map { i in
    switch magnitude {
    case .largest: error(actual[i], expected[i], largest)
    case .each: error(actual[i], expected[i], abs(expected[i]))
    case .terms(let terms): error(actual[i], expected[i], terms[i])
    }
  }
  guard let worst = errors.indices.max(by: { errors[$0] < errors[$1] }) else { return (0, nil) }
  guard errors[worst] > units else { return (errors[worst], nil) }
  let complaint = """
    element \(worst) of \(actual.count): \(actual[worst]), expected \(expected[worst]); \
    \(errors[worst]) units in the last place, at most \(units) allowed; \
    \(errors.count { $0 > units }) elements differ
    """
  return (errors[worst], complaint)
}

/// The distance between two values, in units in the last place of the magnitude.
private func error(_ actual: Double, _ expected: Double, _ magnitude: Double) -> Double {
  if actual == expected || actual.isNaN && expected.isNaN { return 0 }
  let units = abs(actual - expected) / max(magnitude * 0x1p-23, 0x1p-149)
  return units.isFinite ? units : .infinity
}
