import Files
import Kernels
import Numerics
import Tensors

extension WordVectors {
  /// Returns the cosine of the angle between the vectors of two words, summed in double precision: from -1 to 1, and 0
  /// if either vector is zero.
  public func cosine(_ a: Int32, _ b: Int32) -> Double {
    var (product, squaresA, squaresB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(self[a], self[b]) {
      product += Double(x) * Double(y)
      squaresA += Double(x) * Double(x)
      squaresB += Double(y) * Double(y)
    }
    let lengths = (squaresA * squaresB).squareRoot()
    return lengths > 0 ? min(max(product / lengths, -1), 1) : 0
  }

  /// Returns the cosines of the angles between a direction and the vectors of all words, in vocabulary order.
  ///
  /// 2 V D FLOPs, with one pass over the V D numbers: a few hundredths of a second for 400,000 words of 300 dimensions.
  ///
  /// - Parameter direction: a vector of D numbers; its length does not matter. If all are 0, so are the cosines.
  public func cosines(to direction: [Float]) -> [Float] {
    require(
      direction.count == dimensions, "cosines: a direction of \(direction.count) numbers for vectors of \(dimensions)")
    let length = direction.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    // Scaled to length 1 first, so no product of large numbers overflows.
    let unit = direction.map { length > 0 ? Float(Double($0) / length) : 0 }
    return [Float](unsafeUninitializedCapacity: count) { cosines, initialized in
      guard let first = cosines.baseAddress else { return }
      linear(first, unit, .stored(vectors.data, outputs: count, inputs: dimensions), bias: nil, rows: 1)
      for i in 0..<count { cosines[i] = lengths[i] > 0 ? min(max(cosines[i] / lengths[i], -1), 1) : 0 }
      initialized = count
    }
  }
}
