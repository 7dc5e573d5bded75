/// The words of a text as pieces, of which the pair with the best score is joined again and again.
///
/// Every pair knows the words it occurs in, so joining it changes only those. The score of a pair also depends on the
/// counts of its two pieces; when these change, all pairs with one of them go onto the heap again with their new scores,
/// and entries with old scores are skipped when they come up.
struct JoinedPairs {
  /// The spellings of all pieces: the characters in the order of their bytes, then joined pieces in the order of their
  /// joining.
  private(set) var pieces: [String] = []

  private var tokens: [[UInt8]: Int32] = [:]
  private var words: [(pieces: [Int32], count: Int)] = []
  private var counts: [Int] = []
  /// The number of pieces in the text.
  private var total = 0
  private let prefix: [UInt8]
  private let minimumCount: Int
  private let score: WordPieceTrainer.Score

  private struct Pair: Hashable {
    var left, right: Int32
  }

  private struct Candidate: Comparable {
    /// Negative, because the heap's first element is its smallest.
    var negativeScore: Double
    var index: Int

    static func < (a: Candidate, b: Candidate) -> Bool { (a.negativeScore, a.index) < (b.negativeScore, b.index) }
  }

  private var pairs: [Pair] = [], pairCounts: [Int] = [], pairWords: [Set<Int>] = []
  private var indices: [Pair: Int] = [:]
  /// The pairs that each piece is part of.
  private var partners: [[Int]] = []
  private var heap = MinimumHeap<Candidate>()

  /// Splits words into characters.
  init(_ texts: [(bytes: [UInt8], count: Int)], prefix: String, minimumCount: Int, score: WordPieceTrainer.Score) {
    self.score = score
    self.prefix = Array(prefix.utf8)
    self.minimumCount = minimumCount
    let spelled = texts.map { text in
      String(decoding: text.bytes, as: UTF8.self).unicodeScalars.enumerated().map { index, scalar in
        (index == 0 ? [] : self.prefix) + Array(String(scalar).utf8)
      }
    }
    for character in Set(spelled.joined()).sorted(by: { $0.lexicographicallyPrecedes($1) }) { _ = token(of: character) }
    for (word, text) in zip(spelled, texts) {
      words.append((word.map { token(of: $0) }, text.count))
      for piece in words[words.count - 1].pieces { counts[Int(piece)] += text.count }
      total += text.count * words[words.count - 1].pieces.count
      addPairs(ofWord: words.count - 1, sign: 1)
    }
    for index in pairs.indices { offer(index) }
  }

  /// Returns the token of a piece, which is added if it is new.
  private mutating func token(of piece: [UInt8]) -> Int32 {
    if let token = tokens[piece] { return token }
    let token = Int32(pieces.count)
    tokens[piece] = token
    pieces.append(String(decoding: piece, as: UTF8.self))
    counts.append(0)
    partners.append([])
    return token
  }

  private mutating func addPairs(ofWord word: Int, sign: Int) {
    let (pieces, count) = words[word]
    for (left, right) in zip(pieces, pieces.dropFirst()) {
      let pair = Pair(left: left, right: right)
      let index: Int
      if let known = indices[pair] {
        index = known
      } else {
        index = pairs.count
        indices[pair] = index
        pairs.append(pair)
        pairCounts.append(0)
        pairWords.append([])
        partners[Int(left)].append(index)
        if left != right { partners[Int(right)].append(index) }
      }
      pairCounts[index] += sign * count
      if sign > 0 { pairWords[index].insert(word) } else { pairWords[index].remove(word) }
    }
  }

  private func negativeScore(_ index: Int) -> Double {
    let pair = pairs[index]
    let (count, left, right) = (pairCounts[index], counts[Int(pair.left)], counts[Int(pair.right)])
    return -score.value(pair: Double(count), left: Double(left), right: Double(right), total: Double(total))
  }

  private mutating func offer(_ index: Int) {
    guard pairCounts[index] >= max(1, minimumCount) else { return }
    heap.insert(Candidate(negativeScore: negativeScore(index), index: index))
  }

  /// Joins the pair with the best score everywhere; of pairs with one score, the one that was found first.
  ///
  /// - Returns: whether there was a pair to join.
  mutating func joinBest() -> Bool {
    while let best = heap.removeFirst() {
      guard pairCounts[best.index] >= max(1, minimumCount) else { continue }
      let current = negativeScore(best.index)
      if current == best.negativeScore {
        join(best.index)
        return true
      }
      // The number of pieces has become smaller since, and the score with it. If the score has become larger, another
      // entry has it.
      if current > best.negativeScore { heap.insert(Candidate(negativeScore: current, index: best.index)) }
    }
    return false
  }

  private mutating func join(_ index: Int) {
    let pair = pairs[index]
    let right = Array(pieces[Int(pair.right)].utf8.dropFirst(prefix.count))
    let joined = token(of: Array(pieces[Int(pair.left)].utf8) + right)
    for word in pairWords[index].sorted() {
      addPairs(ofWord: word, sign: -1)
      let (old, count) = words[word]
      var new: [Int32] = [], place = 0
      while place < old.count {
        if place + 1 < old.count, old[place] == pair.left, old[place + 1] == pair.right {
          new.append(joined)
          counts[Int(pair.left)] -= count
          counts[Int(pair.right)] -= count
          counts[Int(joined)] += count
          total -= count
          place += 2
        } else {
          new.append(old[place])
          place += 1
        }
      }
      words[word].pieces = new
      addPairs(ofWord: word, sign: 1)
    }
    let pieces = Set([pair.left, pair.right, joined]).map(Int.init)
    for changed in Set(pieces.flatMap { partners[$0] }).sorted() {
      if pairCounts[changed] == 0 { indices[pairs[changed]] = nil } else { offer(changed) }
    }
    for piece in pieces { partners[piece].removeAll { pairCounts[$0] == 0 } }
  }
}
