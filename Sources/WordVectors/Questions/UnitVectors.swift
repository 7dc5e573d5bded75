import Tensors

extension WordVectors {
  /// Returns the vectors of some words, all scaled to length 1, as points to draw: (number of words, D). Zero vectors
  /// stay zero.
  ///
  /// Words are compared by the angle between them. For vectors of length 1, a small angle also means a small distance:
  /// its square is 2 (1 - cosine).
  public func unitVectors(of words: [Int32]) -> Tensor {
    let points = Tensor(unfilled: [words.count, dimensions])
    for (row, word) in words.enumerated() {
      for (column, value) in unitVector(word).enumerated() { points.data[row * dimensions + column] = value }
    }
    return points
  }
}
