import Tensors

extension WordVectors {
  /// The vectors of some words, all made 1 long, as points to draw: (number of words, D). Zeros stay zeros.
  ///
  /// Words are compared by the angle between them; of vectors of length 1, those with a small angle have a small distance
  /// too: its square is 2 (1 - cosine).
  public func unitVectors(of words: [Int32]) -> Tensor {
    let points = Tensor(unfilled: [words.count, dimensions])
    for (row, word) in words.enumerated() {
      for (column, value) in unitVector(word).enumerated() { points.data[row * dimensions + column] = value }
    }
    return points
  }
}
