import Files

/// Measures of how closely two lists of numbers are related.
public enum Correlation {
  /// Returns Pearson's correlation coefficient, from -1 to 1: the cosine of the angle between the lists after the mean
  /// of each is subtracted.
  ///
  /// The result is NaN if all numbers in either list are equal.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    require(x.count == y.count, "pearson: the lists have \(x.count) and \(y.count) numbers")
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

  /// Returns Spearman's rank correlation coefficient, from -1 to 1: Pearson's coefficient of the ranks instead of the
  /// numbers.
  ///
  /// It measures whether one list rises where the other does, not by how much.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double { pearson(ranks(x), ranks(y)) }

  /// Returns the rank of each number, with 1 for the smallest; equal numbers share the mean of their ranks.
  ///
  ///     Correlation.ranks([0.5, 7, 0.5, 3])   // [1.5, 4, 1.5, 3]
  public static func ranks(_ numbers: [Double]) -> [Double] {
    require(!numbers.contains(where: \.isNaN), "ranks: NaN has no rank")
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
      // Equal numbers share the ranks start + 1 to end.
      for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }
}
