extension NGramModel {
  /// The first context whose rest brings the probability of a token that did not follow it above 1; nil when all is well.
  ///
  /// For most contexts it is enough that the rest times the largest probability of all after a token less of context
  /// stays below. Where it does not, the tokens that did follow the context are left out.
  func firstRestAboveOne() -> Int? {
    // As a stored model may have, from rounding.
    let most = 1.001
    var suffixes = [Int32](repeating: 0, count: rests.count)
    var largest = [Double](repeating: 0, count: rests.count)
    largest[0] = Double(probabilities[1...vocabulary.size].max() ?? 0)
    for length in 0..<order - 1 {
      for parent in levelStarts[length]..<levelStarts[length + 1] {
        for node in children(parent) {
          suffixes[node] = length == 0 ? 0 : suffix(Int(suffixes[parent]), tokens[node], suffixes)
          let lower = largest[Int(suffixes[node])]
          if Double(rests[node]) * lower > most, largestUnseen(node, suffixes, largest, above: most) > most {
            return node
          }
          let own = probabilities[children(node)].max() ?? 0
          // What followed the context counts by its own probability.
          largest[node] = max(Double(own), min(most, Double(rests[node]) * lower))
        }
      }
    }
    return nil
  }

  /// The longest context that the model knows of the end of a context and a token behind it.
  private func suffix(_ context: Int, _ token: Int32, _ suffixes: [Int32]) -> Int32 {
    var context = context
    while context > 0 {
      let node = child(of: context, token)
      if node >= 0 { return Int32(node) }
      context = Int(suffixes[context])
    }
    return token + 1
  }

  /// The largest probability of the tokens that did not follow a context, as far as it may lie above a bound.
  private func largestUnseen(_ node: Int, _ suffixes: [Int32], _ largest: [Double], above bound: Double) -> Double {
    var seen = Set(tokens[children(node)]), found = 0.0, context = node, factor = 1.0
    while context > 0 {
      factor *= Double(rests[context])
      context = Int(suffixes[context])
      if factor * largest[context] <= bound { break }
      for child in children(context) where seen.insert(tokens[child]).inserted {
        found = max(found, factor * Double(probabilities[child]))
      }
    }
    return found
  }
}
