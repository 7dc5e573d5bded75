import Foundation

/// Formats numbers for people to read, the same way in every locale.
public enum Formats {
  /// Returns a whole number with a comma before every group of three digits: `124,439,808`.
  public static func grouped(_ number: Int) -> String {
    (number < 0 ? "-" : "") + groupedDigits(String(number.magnitude))
  }

  /// Returns a number of things: `1 step`, `2,000 steps`.
  ///
  /// - Parameter plural: the plural of the noun, if it does not end in -s.
  public static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Returns a number rounded to `digits` significant digits; trailing zeros are kept, as they are significant too.
  ///
  ///     Formats.significant(1.46971, digits: 3)       // 1.47
  ///     Formats.significant(0.00095, digits: 3)       // 0.000950
  ///     Formats.significant(123456, digits: 3)        // 123,000
  ///     Formats.significant(2.5e-9, digits: 2)        // 2.5e-9
  ///
  /// Numbers below 1e-5 and from 1e15 on have an exponent.
  public static func significant(_ number: Double, digits: Int) -> String {
    precondition(1...17 ~= digits, "significant: \(digits) digits; a Double has at most 17")
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    // Rounding comes first, because it can change the exponent: 9.996 becomes 10.0.
    let scientific = String(format: "%.*e", digits - 1, number)
    let parts = scientific.split(separator: "e")
    guard let mantissa = parts.first, let exponent = parts.last.flatMap({ Int($0) }) else {
      return scientific
    }
    if !(-5..<15).contains(exponent) { return "\(mantissa)e\(exponent)" }
    let rounded = Double(scientific) ?? number
    return fixed(rounded, decimals: max(0, digits - 1 - exponent))
  }

  /// Returns a number with the given number of decimals and commas in its whole part: `1,234.50`.
  public static func fixed(_ number: Double, decimals: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    // Without a locale argument, String(format:) ignores the locale.
    let parts = String(format: "%.*f", decimals, number.magnitude).split(separator: ".")
    let isZero = parts.allSatisfy { $0.allSatisfy { $0 == "0" } }
    let whole = groupedDigits(parts[0])
    return (number < 0 && !isZero ? "-" : "")
      + ([whole] + parts.dropFirst().map(String.init)).joined(separator: ".")
  }

  /// Returns a duration in its two largest units.
  ///
  ///     Formats.duration(0.0421)     // 42 ms
  ///     Formats.duration(8.26)       // 8.3 s
  ///     Formats.duration(80)         // 1 min 20 s
  ///     Formats.duration(7500)       // 2 h 5 min
  ///     Formats.duration(266_400)    // 3 d 2 h
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds.magnitude < 1e12 else { return "unknown" }
    if seconds < 0 { return "-" + duration(-seconds) }
    // Each unit ends where rounding would reach the next: 0.9996 s is 1.0 s, not 1000 ms.
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
    if seconds < 59.5 { return "\(Int(seconds.rounded())) s" }
    if seconds < 3599.5 { return inTwoUnits(seconds.rounded(), 60, "min", 1, "s") }
    if seconds < 86_370 { return inTwoUnits(seconds, 3600, "h", 60, "min") }
    return inTwoUnits(seconds, 86_400, "d", 3600, "h")
  }

  /// Returns a size in bytes, in units of powers of 1,000: `999 B`, `3.2 MB`, `512 MB`.
  public static func bytes(_ count: Int) -> String {
    count.magnitude < 1000 ? "\(count) B" : quantity(Double(count), unit: "B")
  }

  /// Returns a large quantity, in units of powers of 1,000: `1.1 TFLOP`, `512 MB`.
  public static func quantity(_ value: Double, unit: String) -> String {
    var (value, prefix) = (value, "")
    for next in ["k", "M", "G", "T", "P", "E", "Z", "Y"] where value.magnitude >= 999.5 {
      value /= 1000
      prefix = next
    }
    return fixed(value, decimals: value.magnitude < 99.95 ? 1 : 0) + " " + prefix + unit
  }

  /// Returns a number with six significant digits: all that a picture shows, in a third of the space. What is not finite
  /// becomes 0.
  ///
  ///     Formats.rounded(1 / 3)    // 0.333333
  public static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return 0 }
    let decimals = 5 - Int(log10(value.magnitude).rounded(.down))
    // Powers of ten up to the 22nd are exact, so one division rounds to the number that is nearest to the decimal one.
    guard (-22...22).contains(decimals) else { return Double(String(format: "%.6g", value)) ?? value }
    let power = pow(10, Double(abs(decimals)))
    return decimals >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
  }

  private static func inTwoUnits(
    _ seconds: Double, _ large: Int, _ largeName: String, _ small: Int, _ smallName: String
  ) -> String {
    let smalls = Int((seconds / Double(small)).rounded())
    let (whole, part) = smalls.quotientAndRemainder(dividingBy: large / small)
    return "\(grouped(whole)) \(largeName)" + (part == 0 ? "" : " \(part) \(smallName)")
  }

  private static func groupedDigits(_ digits: some StringProtocol) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
