import Corpora
import Files
import Tensors
import Testing

@testable import WordVectors

@Suite struct GuessingGameTests {
  /// Words around a circle, five degrees apart in list order: the nearest to a word are its neighbors.
  private func circle(_ words: [String]) -> WordVectors {
    var vocabulary = WordVocabulary(), numbers: [Float] = [], (x, y) = (1.0, 0.0)
    for word in words {
      vocabulary.add(word)
      numbers += [Float(x), Float(y)]
      (x, y) = (x * 0.996_194_698 - y * 0.087_155_743, y * 0.996_194_698 + x * 0.087_155_743)
    }
    return WordVectors(words: vocabulary, vectors: Tensor([words.count, 2], numbers))
  }

  private let sea = ["harbour", "ship", "boat", "sail", "mast", "rope", "wool", "sheep", "goat", "field"]

  private func game() -> GuessingGame { GuessingGame(circle(sea), secret: 0) }

  private func near(_ answer: GuessingGame.Answer) -> GuessingGame.Guess? {
    if case .near(let guess) = answer { guess } else { nil }
  }

  @Test func guessesAreRankedByNearness() throws {
    var game = game()
    for (rank, word) in sea.enumerated().dropFirst() {
      let answer = game.guess(word), guess = try #require(near(answer))
      #expect(guess.rank == rank && guess.word == Int32(rank) && !guess.isHint)
    }
    let similarity = try #require(game.best.first).similarity
    #expect(abs(similarity - 0.996_194_7) < 1e-6)
    #expect(game.best.map(\.rank) == Array(1...9) && game.guessCount == 9 && game.state == .open)
  }

  @Test func guessingTheSecretWinsAndCounts() {
    var game = game()
    _ = game.guess("goat")
    let answer = game.guess("HARBOUR")
    #expect(answer == .won && game.state == .won && game.guessCount == 2 && game.guesses.count == 1)
  }

  @Test func repeatedGuessesAreReportedAndNotCounted() throws {
    var game = game()
    let answer = game.guess("sail"), first = try #require(near(answer))
    let again = game.guess("Sail")
    #expect(again == .again(first) && game.guessCount == 1)
    let given = game.hint(), hint = try #require(given)
    let tried = game.guess(sea[Int(hint.word)])
    #expect(tried == .again(hint))
  }

  @Test func unknownWordsGetTheNearestSpellings() {
    var game = game()
    let answers = [game.guess("shep"), game.guess("zzzzzzzzzz"), game.guess("")]
    #expect(answers == [.unknown(near: [1, 7]), .unknown(near: []), .unknown(near: [])])
    #expect(game.guessCount == 0)
  }

  @Test func hintsHalveTheRankOfTheBestGuess() {
    var game = game()
    _ = game.guess("field")  // rank 9
    var ranks = [game.hint()?.rank]
    _ = game.guess("goat")  // rank 8 is no better
    for _ in 0..<3 { ranks.append(game.hint()?.rank) }
    #expect(ranks == [4, 2, 1, nil])
    #expect(game.hintCount == 3 && game.guessCount == 2 && game.best.prefix(3).allSatisfy(\.isHint))
  }

  @Test func hintsAreWordsMadeOfLetters() {
    var game = GuessingGame(circle(["harbour", "ship", "and", "1,000", "mast", "rope"]), secret: 0)
    _ = game.guess("rope")  // rank 5: half of that would be "and"
    var hint = game.hint()
    #expect(hint?.word == 1)
    // If there is no such word, any word is given.
    game = GuessingGame(circle(["harbour", "--", "``", "1,000", "mast"]), secret: 0)
    _ = game.guess("mast")
    hint = game.hint()
    #expect(hint?.rank == 2)
  }

  @Test func theFirstHintIsNotTooFarAway() {
    let many = circle(["harbour"] + (0..<30).map { "word" + String(repeating: "a", count: $0) })
    var game = GuessingGame(many, secret: 0)
    let hint = game.hint()
    #expect(hint?.rank == 15)
    var small = GuessingGame(circle(["one", "two"]), secret: 0)
    let hints = [small.hint()?.rank, small.hint()?.rank]
    #expect(hints == [1, nil])
  }

  @Test func givingUpEndsTheGame() {
    var game = game()
    game.giveUp()
    #expect(game.state == .givenUp && game.nearest(3).map(\.word) == [1, 2, 3])
  }

  @Test func secretsAreWordsThatCanBeGuessed() throws {
    let vectors = circle(["the", "of", ",", "1960", "tide", "Because", "don't", "hint", "wool", "rare"])
    var drawn: Set<String> = []
    for seed in 0..<100 {
      let game = try GuessingGame(vectors, secretFrom: 9, excluding: ["hint"], seed: UInt64(seed))
      drawn.insert(vectors.words[game.secret])
      let same = try GuessingGame(vectors, secretFrom: 9, excluding: ["hint"], seed: UInt64(seed))
      #expect(same.secret == game.secret)
    }
    #expect(drawn == ["tide", "wool"])
    #expect(throws: Problem.self) { try GuessingGame(vectors, secretFrom: 4, seed: 1) }
    #expect(throws: Problem.self) { try GuessingGame(circle(["alone"]), secretFrom: 4, seed: 1) }
  }

  @Test func wordsWithoutADirectionAreFarFromEveryWord() throws {
    var vocabulary = WordVocabulary()
    for word in ["tide", "wool", "nothing"] { vocabulary.add(word) }
    let vectors = WordVectors(words: vocabulary, vectors: Tensor([3, 2], [1, 0, 1, 1, 0, 0]))
    var game = GuessingGame(vectors, secret: 0)
    let answer = game.guess("nothing"), guess = try #require(near(answer))
    #expect(guess.rank == 2 && guess.similarity == 0)
    for seed in 0..<20 {
      #expect(try GuessingGame(vectors, secretFrom: 3, excluding: ["wool"], seed: UInt64(seed)).secret == 0)
    }
  }
}
