import NGrams

/// The n-gram model straight from its formulas, with dictionaries of arrays, recursion and double precision.
struct NaiveNGram {
  let vocabulary: NGramVocabulary
  let order: Int
  let smoothing: NGramSmoothing
  /// How often each n-gram of each length occurs.
  var counts: [[Int32]: Int] = [:]
  /// The counts that the smoothing uses: those of Kneser-Ney differ below the highest order.
  var used: [[Int32]: Int] = [:]
  var after: [[Int32]: [Int32]] = [:]
  var discounts: [[Double]] = []

  init(_ sentences: [[Int32]], _ vocabulary: NGramVocabulary, order: Int, smoothing: NGramSmoothing) {
    self.vocabulary = vocabulary
    self.order = order
    self.smoothing = smoothing
    for sentence in sentences.map(vocabulary.sentence) {
      for length in 1...order {
        for start in 0..<max(0, sentence.count - length + 1) {
          counts[Array(sentence[start..<start + length]), default: 0] += 1
        }
      }
    }
    used = counts
    if smoothing == .kneserNey {
      for gram in counts.keys where gram.count < order && gram.first != vocabulary.start {
        used[gram] = counts.keys.count { $0.count == gram.count + 1 && Array($0.dropFirst()) == gram }
      }
    }
    used[[vocabulary.start]] = nil
    for gram in used.keys { after[Array(gram.dropLast()), default: []].append(gram[gram.count - 1]) }
    discounts = (1...order).map { length in
      let n = (0...4).map { i in Double(used.count { $0.key.count == length && $0.value == i }) }
      let y = n[1] / (n[1] + 2 * n[2])
      let d = (1...3).map { i in Double(i) - Double(i + 1) * y * n[i + 1] / n[i] }
      return (1...3).allSatisfy { n[$0] > 0 && 0...Double($0) ~= d[$0 - 1] } ? d : [0.5, 1, 1.5]
    }
  }

  func probability(_ token: Int32, after history: [Int32]) -> Double {
    let context = Array(history.suffix(order - 1)), V = Double(vocabulary.size - 1)
    if token == vocabulary.start { return 0 }
    let seen = after[context] ?? [], c = Double(used[context + [token]] ?? 0)
    let values = seen.map { used[context + [$0]] ?? 0 }, n = Double(values.reduce(0, +)), T = Double(seen.count)
    var lower: Double { context.isEmpty ? 1 / V : probability(token, after: Array(context.dropFirst())) }
    switch smoothing {
    case .addK(let k): return (c + k) / (n + k * V)
    case .stupidBackoff: return c > 0 ? c / n : context.isEmpty ? 0 : 0.4 * lower
    case _ where seen.isEmpty: return lower
    case .maximumLikelihood: return c / n
    case .wittenBell: return (c + T * lower) / (n + T)
    case .kneserNey:
      let d = discounts[context.count]
      let left = values.map { d[min($0, 3) - 1] }.reduce(0, +)
      return ((c > 0 ? c - d[min(Int(c), 3) - 1] : 0) + left * lower) / n
    }
  }
}
