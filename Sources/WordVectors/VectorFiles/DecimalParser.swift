import Foundation

/// Reads decimal numbers from bytes. Each is rounded to the nearest float, exactly like the C library's `strtof`, but
/// short numbers are read several times as fast.
///
/// A whole number up to 2^53, multiplied or divided by a power of ten up to 10^22, takes only one rounding in double
/// precision, because both are exact there (Clinger 1990, "How to read floating point numbers accurately"). Rounding
/// this double to a float is also correct, unless it lies halfway between two floats. In that case, and for longer
/// numbers, `strtof` decides.
struct DecimalParser {
  /// 10^0 to 10^22, the powers of ten that a double holds exactly.
  private let powers: [Double] = (0...22).map { (0..<$0).reduce(1) { product, _ in 10 * product } }

  /// Reads a number that ends at whitespace or at `end`, and moves `p` past it.
  ///
  /// The result is NaN if there is no number; `p` can then point anywhere up to `end`. It is infinite if the number is
  /// too large for a float. Hexadecimal numbers and names such as `inf` and `nan` are not accepted.
  @inline(__always)
  func read(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Float {
    let start = p
    var isNegative = false
    if p < end, p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
      isNegative = p.pointee == UInt8(ascii: "-")
      p += 1
    }
    var mantissa: UInt64 = 0
    let whole = Self.readDigits(&p, end, &mantissa)
    var digits = whole, exponent = 0
    if p < end, p.pointee == UInt8(ascii: ".") {
      p += 1
      exponent = -Self.readDigits(&p, end, &mantissa)
      digits -= exponent
    }
    guard digits > 0 else { return .nan }
    if p < end, p.pointee | 0x20 == UInt8(ascii: "e") {
      guard let power = Self.readExponent(&p, end) else { return .nan }
      exponent += power
    }
    guard p == end || p.pointee == UInt8(ascii: " ") || p.pointee == UInt8(ascii: "\t") else { return .nan }
    // Nineteen digits always fit in 64 bits.
    if digits <= 19, mantissa <= 1 << 53, -22...22 ~= exponent {
      let number = Double(mantissa), value = exponent < 0 ? number / powers[-exponent] : number * powers[exponent]
      // A float keeps 23 of a double's 52 fraction bits. If the first dropped bit is set and no other, it is halfway.
      if value.bitPattern & 0x1FFF_FFFF != 0x1000_0000 { return Float(isNegative ? -value : value) }
    }
    return Self.readSlowly(start, p)
  }

  /// Reads digits into `number` and returns how many there were.
  @inline(__always)
  private static func readDigits(
    _ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ number: inout UInt64
  ) -> Int {
    let start = p
    while p < end {
      let digit = p.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      number = number &* 10 &+ UInt64(digit)
      p += 1
    }
    return p - start
  }

  /// Reads the power of ten after an `e`; nil if there are no digits.
  @inline(never)
  private static func readExponent(_ p: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
    p += 1
    let isNegative = p < end && p.pointee == UInt8(ascii: "-")
    if p < end, isNegative || p.pointee == UInt8(ascii: "+") { p += 1 }
    var power: UInt64 = 0
    let digits = readDigits(&p, end, &power)
    guard digits > 0 else { return nil }
    // Only small powers are needed exactly here; `strtof` handles the others.
    let size = digits > 4 ? 9999 : Int(power)
    return isNegative ? -size : size
  }

  @inline(never)
  private static func readSlowly(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Float {
    strtof(String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self), nil)
  }
}
