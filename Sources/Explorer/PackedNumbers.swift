import Foundation
import Tensors

/// A tensor's numbers as text for a page: base64 of 32-bit floats, or of smaller whole numbers with a scale per row.
///
///     let packed = PackedNumbers(Tensor([2, 2], [1, 2, 3, 4]), precision: .exact)
///     packed.numbers    // "AACAPwAAAEAAAEBAAACAQA=="
///
/// A rounded number is a whole number times its row's scale, so it is off by at most half of that scale: by 1/254 of the
/// row's largest magnitude with eight bits, and by 1/65,534 with sixteen.
public struct PackedNumbers: Encodable, Sendable {
  /// How many bits a number takes.
  public enum Precision: Int, Encodable, Sendable {
    /// 32-bit floats, which are the numbers themselves.
    case exact = 32
    /// Whole numbers from -32,767 to 32,767.
    case sixteen = 16
    /// Whole numbers from -127 to 127.
    case eight = 8
  }

  /// The number of bits.
  public let bits: Precision
  /// Base64 of the numbers, row after row, little-endian.
  public let numbers: String
  /// Base64 of a float per row; nil if the numbers are exact.
  public let scales: String?

  /// Packs a tensor, whose rows are along its last axis.
  public init(_ tensor: Tensor, precision: Precision) {
    let columns = tensor.shape.lastSize
    self.init(tensor.elements, columns: columns, precision: precision)
  }

  /// Packs rows of `columns` finite numbers.
  public init(_ elements: [Float], columns: Int, precision: Precision) {
    bits = precision
    guard precision != .exact else {
      (numbers, scales) = (Self.text(elements.map(\.bitPattern.littleEndian)), nil)
      return
    }
    let largestWhole: Float = precision == .eight ? 127 : 32767
    var whole: [Int16] = []
    whole.reserveCapacity(elements.count)
    var rowScales: [Float] = []
    for start in stride(from: 0, to: elements.count, by: columns) {
      let row = elements[start..<min(start + columns, elements.count)]
      let scale = (row.lazy.map { abs($0) }.max() ?? 0) / largestWhole
      rowScales.append(scale)
      // In a row of zeros, or of numbers too small for a scale, nothing is left.
      for number in row { whole.append(scale > 0 ? Int16(max(-32767, min(32767, (number / scale).rounded()))) : 0) }
    }
    numbers =
      precision == .eight
      ? Self.text(whole.map { Int8(clamping: $0) }) : Self.text(whole.map(\.littleEndian))
    scales = Self.text(rowScales.map(\.bitPattern.littleEndian))
  }

  /// Returns how many characters a tensor takes at a precision.
  static func size(count: Int, columns: Int, precision: Precision) -> Int {
    let rows = precision == .exact ? 0 : (count + columns - 1) / max(1, columns)
    return base64Size(count * precision.rawValue / 8) + base64Size(rows * 4)
  }

  /// Returns how many characters of base64 some bytes take.
  static func base64Size(_ bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

  /// How many characters these numbers take.
  var size: Int { numbers.utf8.count + (scales?.utf8.count ?? 0) }

  /// Returns the bytes of numbers as base64.
  static func text<Number>(_ numbers: [Number]) -> String {
    numbers.withUnsafeBytes { Data($0).base64EncodedString() }
  }
}

extension Shape {
  /// The number of elements of a row, at least 1.
  var lastSize: Int { rank > 0 ? max(1, self[rank - 1]) : 1 }
}
