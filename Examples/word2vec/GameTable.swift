import Console
import Files
import Reports
import WordVectors

/// The game in the terminal: reads the player's input and prints the answers.
struct GameTable {
  /// `--json`, which leaves the game playable.
  static let json = Flag(
    "json", help: "talk on standard error, and print one JSON object with all guesses at the end")

  /// The commands, which cannot be guessed as words.
  static let commands: Set<String> = ["hint", "list", "help", "quit"]

  let vectors: WordVectors
  /// The number of most frequent words that the secret was drawn from.
  let limit: Int
  var game: GuessingGame
  let seed: Int
  /// Receives what the game says, in place of standard output.
  var listener: ((String) -> Void)?

  private static let help = """
    Type a word to guess it. Rank 1 is the word nearest to the secret, similarity 1 the secret itself.
      hint      a word nearer than your best one: halfway to the secret, by rank
      list      your best guesses so far
      give up   show the secret
      quit      leave
      help      these lines
    """

  /// Plays until the secret is found or the player leaves.
  ///
  /// - Throws: `Problem` if a signal ends the game, or if input or output fails.
  mutating func play() throws {
    try say(
      """
      I have drawn one of \(drawnFrom). What is it? (help lists what you can type)
      To play this word again: --seed \(seed)
      """)
    Interruption.startListening()
    let input = InputLines()
    while game.state == .open {
      guard let line = try input.next(prompt: listener == nil ? "> " : "") else { return try leave() }
      // A line can have several words: "give up" is the only command of two, and no word of the vocabulary has a space.
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      switch words.map({ $0.lowercased() }) {
      case []: continue
      case ["quit"]: return try say("The word stays secret. To play it again: --seed \(seed)")
      case ["give", "up"]: try giveUp()
      case ["hint"]: try hint()
      case ["list"]: try list(10)
      case ["help"]: try say(Self.help)
      case let typed where typed.count > 1: try say("One word at a time, please.")
      default: try answer(words[0])
      }
    }
  }

  /// Leaves the game at the end of the input or on a signal.
  private func leave() throws {
    if let interruption = Interruption.received {
      throw interruption.problem(
        "after \(guesses)", suggestion: "To play this word again: --seed \(seed)")
    }
    try say("The input ended after \(guesses). To play this word again: --seed \(seed)")
  }

  private mutating func answer(_ word: String) throws {
    let best = game.best.first?.rank
    switch game.guess(word) {
    case .won:
      try say("\(printable(vectors.words[game.secret])): that is it! You needed \(guesses)\(hints).")
      try list(10)
    case .near(let guess):
      let isBest = best.map { guess.rank < $0 } ?? true
      try say(line(guess) + (isBest ? best == nil ? "" : ", your best" : "; your best is \(bestWord)"))
    case .again(let guess): try say(line(guess) + (guess.isHint ? "; that was a hint" : "; you already guessed that"))
    case .unknown(let near):
      let words = near.map { printable(vectors.words[$0]) }.joined(separator: ", ")
      try say(
        "I do not know the word \(quoted(word, limit: 40))." + (near.isEmpty ? "" : " Did you mean \(words)?"))
    }
  }

  private mutating func hint() throws {
    guard let hint = game.hint() else {
      return try say("No word is nearer than \(bestWord), except the secret itself.")
    }
    try say("hint: " + line(hint))
  }

  private mutating func giveUp() throws {
    game.giveUp()
    try say("The word was \(printable(vectors.words[game.secret])); you made \(guesses)\(hints). Nearest to it:")
    try say(table(game.nearest(10)))
  }

  private func list(_ count: Int) throws {
    let best = game.best.prefix(count)
    if best.isEmpty { return game.state == .open ? try say("You have not guessed yet.") : () }
    try say(table(best))
  }

  private func table(_ guesses: some Sequence<GuessingGame.Guess>) -> String {
    var table = TextTable([.right("rank"), .left("word"), .right("similarity"), .left("")])
    for guess in guesses {
      let bar = TextTable.bar(Double(guess.similarity), width: 30)
      let word = printable(vectors.words[guess.word]) + (guess.isHint ? " (hint)" : "")
      table.append([Formats.grouped(guess.rank), word, Formats.fixed(Double(guess.similarity), decimals: 3), bar])
    }
    return "\(table)"
  }

  private func line(_ guess: GuessingGame.Guess) -> String {
    let similarity = Formats.fixed(Double(guess.similarity), decimals: 3)
    return "\(printable(vectors.words[guess.word])): similarity \(similarity), rank \(Formats.grouped(guess.rank)) of "
      + Formats.grouped(vectors.count - 1)
  }

  private var drawnFrom: String {
    let all = Formats.count(vectors.count, "word")
    return limit < vectors.count ? "the \(Formats.grouped(limit)) most frequent of \(all)" : all
  }

  private var bestWord: String {
    game.best.first.map { "\(printable(vectors.words[$0.word])) at rank \(Formats.grouped($0.rank))" } ?? ""
  }

  private var guesses: String { Formats.count(game.guessCount, "guess", plural: "guesses") }

  private var hints: String { game.hintCount == 0 ? "" : " and " + Formats.count(game.hintCount, "hint") }

  private func say(_ text: String) throws {
    if let listener { listener(text) } else { try Terminal.write(text + "\n") }
  }
}

// MARK: - With --json

extension GameTable {
  /// The game as one object.
  struct Summary: Encodable {
    struct Guess: Encodable {
      let word: String
      let similarity: Float
      let rank: Int
      let isHint: Bool
    }

    let state: String
    /// The secret; nil while it is not found.
    let word: String?
    let seed: Int
    let guesses: [Guess]
    let guessCount, hintCount: Int
  }

  /// The game so far.
  var summary: Summary {
    Summary(
      state: game.state == .won ? "won" : game.state == .givenUp ? "given up" : "open",
      word: game.state == .open ? nil : vectors.words[game.secret], seed: seed,
      guesses: game.guesses.map {
        .init(word: vectors.words[$0.word], similarity: $0.similarity, rank: $0.rank, isHint: $0.isHint)
      }, guessCount: game.guessCount, hintCount: game.hintCount)
  }
}
