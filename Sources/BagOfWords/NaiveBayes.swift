import Files
import Numerics
import Tensors

extension LinearClassifier {
  /// Sets the weights to those of multinomial naive Bayes (Manning, Raghavan and Schütze 2008, section 13.2).
  ///
  /// With the count T of a term in all texts of a class, and the smoothing alpha:
  ///
  ///     weight(term, class) = ln((T(term, class) + alpha) / sum over the terms of (T + alpha))
  ///     bias(class)         = ln(texts of the class / all texts)
  ///
  /// So a logit is the logarithm of the joint probability of class and text, as if each term were drawn independently.
  /// That is naive, because words depend on each other. It explains both the name and the overconfident probabilities.
  /// The formulas are those of scikit-learn's `MultinomialNB`. All sums are in double precision, in the order of the
  /// texts.
  ///
  /// - Parameters:
  ///   - x: (N, V), without negative values.
  ///   - targets: the class of each row; each class must have at least one row.
  ///   - smoothing: alpha, finite and above 0: it is added to every count, so no term has probability 0 in a class.
  public func countNaiveBayes(_ x: SparseRows, targets: [Int32], smoothing: Double = 1) {
    requireTargets("naive Bayes", targets, of: x)
    require(
      smoothing > 0 && smoothing.isFinite, "naive Bayes: a smoothing of \(smoothing); it must be a number above 0")
    require(x.values.allSatisfy { $0 >= 0 }, "naive Bayes: counts cannot be negative")
    let classes = classCount
    var counts = [Double](repeating: 0, count: x.columnCount * classes)
    var texts = [Int](repeating: 0, count: classes)
    for (row, target) in targets.enumerated() {
      texts[Int(target)] += 1
      for i in x.starts[row]..<x.starts[row + 1] {
        counts[Int(x.columns[i]) * classes + Int(target)] += Double(x.values[i])
      }
    }
    for target in 0..<classes {
      var total = 0.0
      for term in 0..<x.columnCount { total += counts[term * classes + target] + smoothing }
      let logTotal = naturalLogarithm(total)
      for term in 0..<x.columnCount {
        let place = term * classes + target
        weight.data[place] = Float(naturalLogarithm(counts[place] + smoothing) - logTotal)
      }
      require(texts[target] > 0, "naive Bayes: class \(target) has no text")
      bias.data[target] = Float(naturalLogarithm(Double(texts[target])) - naturalLogarithm(Double(targets.count)))
    }
  }
}
