import Foundation

/// A unigram model while it is trained: the probabilities of its pieces, and how they are improved.
struct UnigramEstimate {
  /// The pieces; the first ones are the single characters, which always stay.
  private(set) var pieces: [UnigramTokenizer.Piece]
  /// The logarithm of the probability of all chunks under the pieces before the last round of ``maximize(rounds:)``.
  private(set) var logLikelihood = -Double.infinity

  private let chunks: [(bytes: [UInt8], count: Int)]
  private let characterCount: Int
  private var lattice: UnigramLattice

  /// A piece that is expected nowhere gets the score of one that is expected so often.
  private static let smallestCount = 1e-6

  /// Creates a model with probabilities proportional to counts.
  init(
    chunks: [(bytes: [UInt8], count: Int)], characters: [(text: String, count: Int)],
    seeds: [(text: String, count: Int)]
  ) {
    let all = characters + seeds
    let total = log(Double(all.reduce(0) { $0 + $1.count }))
    pieces = all.map { UnigramTokenizer.Piece($0.text, log(Double($0.count)) - total) }
    self.chunks = chunks
    characterCount = characters.count
    lattice = Self.lattice(of: pieces)
  }

  /// The number of pieces.
  var count: Int { pieces.count }

  private static func lattice(of pieces: [UnigramTokenizer.Piece]) -> UnigramLattice {
    UnigramLattice(trie: ByteTrie(pieces.map { Array($0.text.utf8) }), scores: pieces.map(\.score))
  }

  /// Makes the probabilities proportional to how often each piece is expected, some times in a row (EM).
  mutating func maximize(rounds: Int) {
    var scratch = UnigramLattice.Scratch()
    for _ in 0..<rounds {
      var expected = [Double](repeating: 0, count: pieces.count)
      logLikelihood = 0
      for (bytes, count) in chunks {
        let weight = Double(count)
        let logProbability = bytes.withUnsafeBufferPointer {
          lattice.addExpectations(of: $0, weight: weight, to: &expected, &scratch)
        }
        logLikelihood += weight * logProbability
      }
      let total = log(expected.reduce(0) { $0 + max($1, Self.smallestCount) })
      setScores { log(max(expected[$0], Self.smallestCount)) - total }
    }
  }

  private mutating func setScores(_ score: (Int) -> Double) {
    for token in pieces.indices {
      pieces[token].score = score(token)
      lattice.scores[token] = pieces[token].score
    }
  }

  /// Removes pieces until so many are left: first those that no best way uses, then those whose removal lowers the
  /// likelihood of the best ways least.
  ///
  /// If piece x with count c of all N is spelled by others instead, their counts grow by c and N grows too. Per
  /// occurrence of x that changes the logarithm of the probability by
  ///
  ///     loss = log(c / N) - sum over its parts y of log((count(y) + c) / (N + c (parts - 1)))
  mutating func prune(to size: Int) {
    var scratch = UnigramLattice.Scratch()
    var counts = [Double](repeating: 0, count: pieces.count), total = 0.0
    for (bytes, count) in chunks {
      bytes.withUnsafeBufferPointer { _ = lattice.findBest(in: $0, &scratch) }
      for (token, _) in scratch.path { counts[Int(token)] += Double(count) }
      total += Double(count * scratch.path.count)
    }
    var losses: [(loss: Double, token: Int)] = []
    for token in characterCount..<pieces.count {
      let count = counts[token]
      guard count > 0 else {
        losses.append((-.infinity, token))
        continue
      }
      let bytes = Array(pieces[token].text.utf8)
      _ = bytes.withUnsafeBufferPointer { lattice.findBest(in: $0, excluding: Int32(token), &scratch) }
      let parts = scratch.path, others = log(total + count * Double(parts.count - 1))
      let instead = parts.reduce(0) { $0 + log(counts[Int($1.token)] + count) - others }
      losses.append((count * (log(count / total) - instead), token))
    }
    losses.sort { ($0.loss, $1.token) > ($1.loss, $0.token) }
    keep(losses.prefix(max(0, size - characterCount)).map(\.token))
  }

  /// Keeps the characters and the likeliest other pieces, so many in all.
  mutating func keepLikeliest(_ size: Int) {
    let ranked = (characterCount..<pieces.count).sorted { (pieces[$0].score, $1) > (pieces[$1].score, $0) }
    keep(Array(ranked.prefix(max(0, size - characterCount))))
  }

  private mutating func keep(_ tokens: [Int]) {
    let kept = Array(0..<characterCount) + tokens.sorted()
    pieces = kept.map { pieces[$0] }
    lattice = Self.lattice(of: pieces)
  }
}
