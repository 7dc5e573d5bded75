import Files
import Numerics

/// A game with word vectors: find the secret word. After each guess you learn how near it was.
///
/// The answer to a guess is the cosine between its vector and the secret's, and its rank: the number of words that are
/// at least as near. Rank 1 is the nearest word other than the secret itself. A player who sees "ship" at rank 12 and
/// "boat" at rank 3 knows where to look.
///
///     var game = try GuessingGame(vectors, secretFrom: 2000, seed: 7)
///     game.guess("tide")     // .near(Guess(word: 812, similarity: 0.41, rank: 153, isHint: false))
///     game.hint()            // a word of rank 76
///     game.guess("harbor")   // .won
///
/// The same vectors and the same seed always choose the same secret.
public struct GuessingGame {
  /// A word that was guessed or given as a hint, and how near it is.
  public struct Guess: Equatable, Sendable {
    /// The word's number.
    public let word: Int32
    /// The cosine between its vector and the secret's, from -1 to 1.
    public let similarity: Float
    /// Its rank among all words except the secret, starting at 1.
    public let rank: Int
    /// Whether the game gave it as a hint.
    public let isHint: Bool
  }

  /// The game's answer to a guess.
  public enum Answer: Equatable, Sendable {
    /// The guess is the secret.
    case won
    /// The guess is not the secret.
    case near(Guess)
    /// The guess is not the secret, and was guessed or given before.
    case again(Guess)
    /// The word has no vector; `near` has the words with the most similar spelling.
    case unknown(near: [Int32])
  }

  /// The state of the game.
  public enum State: Equatable, Sendable {
    /// The secret has not been found yet.
    case open
    /// The secret was guessed.
    case won
    /// The player gave up.
    case givenUp
  }

  /// Whether the game is still open, won or given up.
  public private(set) var state = State.open
  /// All words guessed or given so far, in order; the secret is not among them.
  public private(set) var guesses: [Guess] = []
  /// The number of the secret word.
  public let secret: Int32

  private let vectors: WordVectors
  private let cosines: [Float]
  /// All words except the secret, the nearest first.
  private let order: [Int32]
  /// The rank of each word, 0 for the secret.
  private let ranks: [Int32]

  /// Creates a game with the given secret.
  public init(_ vectors: WordVectors, secret: Int32) {
    self.vectors = vectors
    self.secret = secret
    let cosines = vectors.cosines(to: Array(vectors[secret]))
    self.cosines = cosines
    // Of equally near words, the more frequent comes first.
    order = (0..<Int32(vectors.count)).filter { $0 != secret }
      .sorted { (-cosines[Int($0)], $0) < (-cosines[Int($1)], $1) }
    var ranks = [Int32](repeating: 0, count: vectors.count)
    for (i, word) in order.enumerated() { ranks[Int(word)] = Int32(i) + 1 }
    self.ranks = ranks
  }

  /// Creates a game whose secret is drawn from the most frequent suitable words: three letters or more, only letters,
  /// and not a function word such as "the".
  ///
  /// - Parameters:
  ///   - limit: how many of the most frequent words to draw from.
  ///   - excluded: words that must not be drawn.
  /// - Throws: `Problem` of kind `badData` if none of them is suitable.
  public init(_ vectors: WordVectors, secretFrom limit: Int, excluding excluded: Set<String> = [], seed: UInt64) throws
  {
    require(limit >= 0, "GuessingGame: a secret from the first \(limit) words")
    let fit = (0..<Int32(min(limit, vectors.count))).filter { number in
      let word = vectors.words[number]
      return isGuessable(word) && !excluded.contains(word) && vectors.lengths[Int(number)] > 0
    }
    guard !fit.isEmpty, vectors.count > 1 else {
      throw Problem(
        .badData, "none of the \(grouped(min(limit, vectors.count))) most frequent words is suitable as a secret",
        suggestion: "A secret has three letters or more and is not a function word such as \"the\".")
    }
    var generator = RandomGenerator(seed: seed)
    self.init(vectors, secret: fit[Int(generator.next() % UInt64(fit.count))])
  }

  /// The words guessed or given so far, the nearest first.
  public var best: [Guess] { guesses.sorted { $0.rank < $1.rank } }

  /// The number of guesses the player made, including the right one.
  public var guessCount: Int { guesses.count { !$0.isHint } + (state == .won ? 1 : 0) }

  /// The number of hints the game gave.
  public var hintCount: Int { guesses.count { $0.isHint } }

  /// The words nearest to the secret.
  public func nearest(_ count: Int) -> [Guess] {
    require(count >= 0, "GuessingGame: the nearest \(count) words")
    return order.prefix(count).map { guess($0) }
  }

  /// Guesses a word, as typed or else in lower case.
  public mutating func guess(_ text: String) -> Answer {
    require(state == .open, "GuessingGame: the game is over; no guess is possible")
    guard let word = vectors.number(of: text) else {
      return .unknown(near: vectors.nearestSpellings(of: text, count: 3))
    }
    if word == secret {
      state = .won
      return .won
    }
    if let before = guesses.first(where: { $0.word == word }) { return .again(before) }
    guesses.append(guess(word))
    return .near(guess(word))
  }

  /// Gives a word nearer than the best so far: one with half its rank, or a slightly lower rank if that one is
  /// unsuitable as a hint. Returns nil if only the secret is nearer.
  ///
  /// Before the first guess, the best rank counts as 1,000.
  public mutating func hint() -> Guess? {
    require(state == .open, "GuessingGame: the game is over; no hint is possible")
    let best = guesses.map(\.rank).min() ?? min(1000, order.count + 1)
    guard best > 1 else { return nil }
    let half = best / 2
    let rank = stride(from: half, through: 1, by: -1).first { isGuessable(vectors.words[order[$0 - 1]]) } ?? half
    let hint = guess(order[rank - 1], isHint: true)
    guesses.append(hint)
    return hint
  }

  /// Gives up: ends the game before the secret is found.
  public mutating func giveUp() {
    require(state == .open, "GuessingGame: the game is over; it cannot be given up")
    state = .givenUp
  }

  private func guess(_ word: Int32, isHint: Bool = false) -> Guess {
    Guess(word: word, similarity: cosines[Int(word)], rank: Int(ranks[Int(word)]), isHint: isHint)
  }
}

/// Whether a player could reasonably think of the word: three or more letters, only letters, and not a function word,
/// which merely holds English sentences together.
func isGuessable(_ word: String) -> Bool {
  word.count >= 3 && word.allSatisfy(\.isLetter) && !functionWords.contains(word.lowercased())
}

/// English words of three or more letters with little meaning of their own: articles, pronouns, prepositions,
/// conjunctions, auxiliary verbs.
private let functionWords = Set(
  """
  about above across after again against ain all almost along already also although always among and another any are
  aren around because been before behind being below beneath beside besides between beyond both but can cannot could
  couldn despite did didn does doesn doing don done down during each either else ever every except few for from had
  hadn has hasn have haven having hence her here hers herself him himself his how however into isn its itself
  just less let like many may maybe might mine more most much must mustn myself near neither never nor not nothing
  now off often once one only onto other others ought our ours ourselves out outside over own per perhaps quite rather
  same shall shan she should shouldn since some somehow someone something sometimes somewhat somewhere still such than
  that the their theirs them themselves then thence there thereby therefore therein these they this those though through
  throughout thus till together too toward toward under underneath unless until unto upon very via was wasn well were
  weren what whatever when whence whenever where whereas whereby wherein wherever whether which whichever while who
  whoever whole whom whose why will with within without won would wouldn yet you your yours yourself yourselves
  """.split(whereSeparator: \.isWhitespace).map(String.init))
