import Foundation

extension Tensor: CustomStringConvertible {
  /// The elements as nested rows with aligned columns, then the shape; long axes show only their ends.
  ///
  ///     print(Tensor([2, 3], [1, 2, 3, 4, 5, 6.5]))
  ///     // [[1.0, 2.0, 3.0],
  ///     //  [4.0, 5.0, 6.5]]  shape (2, 3)
  public var description: String {
    if shape.rank == 0 { return "\(item)" }
    let shown = TensorText(self)
    return shown.nested(axis: 0, offset: 0, indent: 1) + "  shape \(shape)"
  }
}

/// Lays out a tensor's elements as text.
private struct TensorText {
  /// Axes longer than this show only their first and last elements.
  private static let longest = 8
  private static let ends = 3

  private let tensor: Tensor
  private let strides: [Int]
  private var digits = 1
  private var isScientific = false
  private var width = 0

  init(_ tensor: Tensor) {
    self.tensor = tensor
    strides = tensor.shape.strides
    let shown = visible(axis: 0, offset: 0).map { tensor.data[$0] }
    let finite = shown.map(abs).filter { $0.isFinite && $0 > 0 }
    let largest = finite.max() ?? 0, smallest = finite.min() ?? 1
    // One format for all: fixed-point, unless the largest number is so large or so small that exponents are easier to
    // read.
    isScientific = largest >= 1e6 || (largest > 0 && largest < 1e-3)
    let isWhole = finite.allSatisfy { $0 == $0.rounded() }
    digits = isWhole ? 1 : smallest < 0.1 && largest < 1000 ? 4 : largest < 1000 ? 3 : 1
    width = shown.map { text($0).count }.max() ?? 0
  }

  func nested(axis: Int, offset: Int, indent: Int) -> String {
    let isLast = axis == tensor.shape.rank - 1
    let parts = places(axis).map { place -> String in
      guard let place else { return "..." }
      let start = offset + place * strides[axis]
      guard !isLast else {
        let number = text(tensor.data[start])
        return String(repeating: " ", count: width - number.count) + number
      }
      return nested(axis: axis + 1, offset: start, indent: indent + 1)
    }
    // A blank line between matrices, a line break between rows.
    let breaks = String(repeating: "\n", count: max(1, tensor.shape.rank - 1 - axis))
    let separator = isLast ? ", " : "," + breaks + String(repeating: " ", count: indent)
    return "[" + parts.joined(separator: separator) + "]"
  }

  private func text(_ x: Float) -> String {
    guard x.isFinite else { return x.isNaN ? "nan" : x < 0 ? "-inf" : "inf" }
    return isScientific ? String(format: "%.3e", Double(x)) : String(format: "%.\(digits)f", Double(x))
  }

  /// The indices of an axis that are shown; nil stands for those that are left out.
  private func places(_ axis: Int) -> [Int?] {
    let size = tensor.shape.sizes[axis]
    guard size > Self.longest else { return Array(0..<size) }
    return Array(0..<Self.ends) + [nil] + Array(size - Self.ends..<size)
  }

  private func visible(axis: Int, offset: Int) -> [Int] {
    places(axis).compactMap { $0 }.flatMap { place in
      let start = offset + place * strides[axis]
      return axis == tensor.shape.rank - 1 ? [start] : visible(axis: axis + 1, offset: start)
    }
  }
}
