extension NGramModel {
  /// Returns the first context with a backoff weight that raises the probability of an unseen token above 1, or nil.
  ///
  /// For most contexts a bound is enough: the backoff weight times the largest probability with one less token of
  /// context. Only if this bound is above 1 is the maximum computed over the tokens that never followed the context.
  func firstNodeAboveOne() -> Int? {
    // Rounding can bring a stored model this far above 1.
    let most = 1.001
    var suffixes = [Int32](repeating: 0, count: backoffWeights.count)
    var largest = [Double](repeating: 0, count: backoffWeights.count)
    largest[0] = Double(probabilities[1...vocabulary.size].max() ?? 0)
    for length in 0..<order - 1 {
      for parent in levelStarts[length]..<levelStarts[length + 1] {
        for node in children(parent) {
          suffixes[node] = length == 0 ? 0 : suffix(Int(suffixes[parent]), tokens[node], suffixes)
          let lower = largest[Int(suffixes[node])]
          if Double(backoffWeights[node]) * lower > most, largestUnseen(node, suffixes, largest, above: most) > most {
            return node
          }
          let own = probabilities[children(node)].max() ?? 0
          // For tokens that followed the context, their own probability counts.
          largest[node] = max(Double(own), min(most, Double(backoffWeights[node]) * lower))
        }
      }
    }
    return nil
  }

  /// Returns the longest known context that is a suffix of the given context followed by a token.
  private func suffix(_ context: Int, _ token: Int32, _ suffixes: [Int32]) -> Int32 {
    var context = context
    while context > 0 {
      let node = child(of: context, token)
      if node >= 0 { return Int32(node) }
      context = Int(suffixes[context])
    }
    return token + 1
  }

  /// Returns the largest probability of the tokens that did not follow a context; exact only if it exceeds the bound.
  private func largestUnseen(_ node: Int, _ suffixes: [Int32], _ largest: [Double], above bound: Double) -> Double {
    var seen = Set(tokens[children(node)]), found = 0.0, context = node, factor = 1.0
    while context > 0 {
      factor *= Double(backoffWeights[context])
      context = Int(suffixes[context])
      if factor * largest[context] <= bound { break }
      for child in children(context) where seen.insert(tokens[child]).inserted {
        found = max(found, factor * Double(probabilities[child]))
      }
    }
    return found
  }
}
