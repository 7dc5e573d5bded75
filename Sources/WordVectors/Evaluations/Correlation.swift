/// How two lists of numbers go together.
public enum Correlation {
  /// Pearson's correlation coefficient, from -1 to 1: the cosine of the angle between the lists, the mean of each taken off.
  ///
  /// Not a number where one of the lists has no two different numbers.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "pearson: \(x.count) numbers beside \(y.count)")
    let count = Double(x.count), meanX = x.reduce(0, +) / count, meanY = y.reduce(0, +) / count
    var (products, squaresX, squaresY) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      products += (x - meanX) * (y - meanY)
      squaresX += (x - meanX) * (x - meanX)
      squaresY += (y - meanY) * (y - meanY)
    }
    guard squaresX > 0, squaresY > 0 else { return .nan }
    return min(max(products / (squaresX.squareRoot() * squaresY.squareRoot()), -1), 1)
  }

  /// Spearman's rank correlation coefficient, from -1 to 1: Pearson's, of the ranks in place of the numbers.
  ///
  /// It asks whether one list rises where the other does, not by how much.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double { pearson(ranks(x), ranks(y)) }

  /// The rank of each number, 1 for the least; equals share the mean of their ranks.
  ///
  ///     Correlation.ranks([0.5, 7, 0.5, 3])   // [1.5, 4, 1.5, 3]
  public static func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
      // The ranks start + 1 to end.
      for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }
}
