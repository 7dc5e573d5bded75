import Foundation

/// Formats a number for people to read: whole numbers in full, others to at most six significant digits, without
/// trailing zeros.
///
///     figure(1.5)         // 1.5
///     figure(2.0 / 3)     // 0.666667
///     figure(1_115_394)   // 1115394
///     figure(0.00001)     // 1e-5
public func figure(_ value: Double) -> String {
  // From 100,000 on, six digits leave no room for decimals, and from 1,000,000 on %g would write powers of ten.
  if abs(value) < 1e15, abs(value) >= 1e5 || value == value.rounded() { return String(Int(value.rounded())) }
  let parts = String(format: "%.6g", value).split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return parts.joined() }
  return "\(parts[0])e\(exponent)"
}

/// Prints figures to standard output: as a table on a terminal, and otherwise as `name value` pairs on one line, which
/// scripts can read.
///
///     try printFigures([("loss_nats_per_token", 1.9), ("tokens", 1115)])  // loss_nats_per_token 1.9 tokens 1115
public func printFigures(_ figures: [(String, Double)]) throws {
  try Terminal.write(Terminal.isOutputInteractive ? figureTable(figures) : figureLine(figures))
}

/// One figure per line, with its name in words, and commas in whole numbers from 1,000 on.
func figureTable(_ figures: [(String, Double)]) -> String {
  let width = figures.map(\.0.count).max() ?? 0
  return figures.map { name, value in
    let words = name.map { $0 == "_" ? " " : $0 }
    return String(words) + String(repeating: " ", count: width - words.count + 2) + groupedFigure(value) + "\n"
  }.joined()
}

private func groupedFigure(_ value: Double) -> String {
  let text = figure(value)
  guard value.isFinite, abs(value) >= 1000, text.allSatisfy({ $0.isNumber || $0 == "-" }) else { return text }
  let digits = text.drop { $0 == "-" }
  let groups = digits.enumerated().map { i, digit in
    (i > 0 && (digits.count - i).isMultiple(of: 3) ? "," : "") + String(digit)
  }
  return (value < 0 ? "-" : "") + groups.joined()
}

func figureLine(_ figures: [(String, Double)]) -> String {
  figures.map { "\($0) \(figure($1))" }.joined(separator: " ") + "\n"
}

/// Prints a value to standard output as one line of JSON with sorted keys, the output of `--json`.
///
/// JSON cannot represent numbers that are not finite; they become `"nan"`, `"inf"` and `"-inf"`.
public func printJSON(_ value: some Encodable) throws {
  try Terminal.write(jsonLine(value))
}

func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}
