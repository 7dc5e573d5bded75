import Corpora
import Files
import Tensors
import Testing

@testable import LanguageModels

@Suite struct GuessingGameTests {
  /// Words around a circle, five degrees apart in the order of the list: the nearest to a word are its neighbours.
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

  @Test func guessesAreRankedFromTheNearestOn() throws {
    var game = game()
    for (rank, word) in sea.enumerated().dropFirst() {
      let answer = game.guess(word), guess = try #require(near(answer))
      #expect(guess.rank == rank && guess.word == Int32(rank) && !guess.isHint)
    }
    let similarity = try #require(game.best.first).similarity
    #expect(abs(similarity - 0.996_194_7) < 1e-6)
    #expect(game.best.map(\.rank) == Array(1...9) && game.guessCount == 9 && game.state == .open)
  }

  @Test func theSecretWinsAndIsCounted() {
    var game = game()
    _ = game.guess("goat")
    #expect(game.guess("HARBOUR") == .won)
    #expect(game.state == .won && game.guessCount == 2 && game.guesses.count == 1)
  }

  @Test func repeatedGuessesAreToldAndNotCounted() throws {
    var game = game()
    let answer = game.guess("sail"), first = try #require(near(answer))
    #expect(game.guess("Sail") == .again(first) && game.guessCount == 1)
    let given = game.hint(), hint = try #require(given)
    #expect(game.guess(sea[Int(hint.word)]) == .again(hint))
  }

  @Test func unknownWordsAreAnsweredWithTheNearestSpellings() {
    var game = game()
    #expect(game.guess("shep") == .unknown(near: [1, 7]))
    #expect(game.guess("zzzzzzzzzz") == .unknown(near: []))
    #expect(game.guess("") == .unknown(near: []))
    #expect(game.guessCount == 0)
  }

  @Test func hintsHalveTheRankOfTheBestGuess() throws {
    var game = game()
    _ = game.guess("field")  // rank 9
    let hint1 = game.hint()
    #expect(hint1?.rank == 4)
    _ = game.guess("goat")  // rank 8 is no better
    let hint2 = game.hint()
    #expect(hint2?.rank == 2)
    let hint3 = game.hint()
    #expect(hint3?.rank == 1)
    let last = game.hint()
    #expect(last == nil)
    #expect(game.hintCount == 3 && game.guessCount == 2 && game.best.prefix(3).allSatisfy(\.isHint))
  }

  @Test func hintsAreWordsOfLetters() throws {
    var game = GuessingGame(circle(["harbour", "ship", "and", "1,000", "mast", "rope"]), secret: 0)
    _ = game.guess("rope")  // rank 5: half of it would be "and"
    let hint4 = game.hint()
    #expect(hint4?.word == 1)
    // Where there is no such word, any is given.
    game = GuessingGame(circle(["harbour", "--", "``", "1,000", "mast"]), secret: 0)
    _ = game.guess("mast")
    let hint5 = game.hint()
    #expect(hint5?.rank == 2)
  }

  @Test func theFirstHintIsNotFarAway() throws {
    let many = circle(["harbour"] + (0..<30).map { "word" + String(repeating: "a", count: $0) })
    var game = GuessingGame(many, secret: 0)
    let hint6 = game.hint()
    #expect(hint6?.rank == 15)
    var small = GuessingGame(circle(["one", "two"]), secret: 0)
    let only = small.hint(), further = small.hint()
    #expect(only?.rank == 1 && further == nil)
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
      #expect(game.secret == (try GuessingGame(vectors, secretFrom: 9, excluding: ["hint"], seed: UInt64(seed))).secret)
    }
    #expect(drawn == ["tide", "wool"])
    #expect(throws: Problem.self) { try GuessingGame(vectors, secretFrom: 4, seed: 1) }
    #expect(throws: Problem.self) { try GuessingGame(circle(["alone"]), secretFrom: 4, seed: 1) }
  }

  @Test func wordsWithoutADirectionAreFarFromAll() throws {
    var vocabulary = WordVocabulary()
    for word in ["tide", "wool", "nothing"] { vocabulary.add(word) }
    let vectors = WordVectors(words: vocabulary, vectors: Tensor([3, 2], [1, 0, 1, 1, 0, 0]))
    var game = GuessingGame(vectors, secret: 0)
    let guess = try #require(near(game.guess("nothing")))
    #expect(guess.rank == 2 && guess.similarity == 0)
    for seed in 0..<20 {
      #expect(try GuessingGame(vectors, secretFrom: 3, excluding: ["wool"], seed: UInt64(seed)).secret == 0)
    }
  }
}
