import Kernels

extension Naive {
  /// x W over the stored elements of x; each row of W has `width` numbers.
  static func sparseProduct(
    starts: [Int], columns: [Int32], values: [Float], _ w: [Float], width: Int, adding y: [Float]?
  ) -> Sums {
    var result = Sums(values: [], sizes: [])
    for row in 0..<starts.count - 1 {
      for column in 0..<width {
        var value = Double(y?[row * width + column] ?? 0)
        var size = abs(value)
        for i in starts[row]..<starts[row + 1] {
          let term = Double(values[i]) * Double(w[Int(columns[i]) * width + column])
          value += term
          size += abs(term)
        }
        result.values.append(value)
        result.sizes.append(size)
      }
    }
    return result
  }
}
