import Foundation
import TestSupport
import Testing
import Tokenizers

struct WordPieceTrainerTests {
  private let text: String = {
    var random = RandomValues(seed: 4)
    return (0..<600).map { _ in
      (0..<Int.random(in: 1...6, using: &random)).map { _ in
        String("aaaaabbbccde".randomElement(using: &random)!)
      }.joined()
    }.joined(separator: " ")
  }()

  /// Returns the pieces that joining the best pair again and again makes, counting everything anew each time.
  private func joined(_ count: Int, _ score: (Double, Double, Double, Double) -> Double) -> [String] {
    struct Pair: Hashable { var left, right: String }
    var words = text.split(separator: " ").map { word in
      word.enumerated().map { ($0 == 0 ? "" : "##") + String($1) }
    }
    var pieces = Set(words.joined()).sorted()
    while pieces.count < count {
      var counts: [String: Double] = [:], pairs: [Pair: Double] = [:]
      for word in words {
        for piece in word { counts[piece, default: 0] += 1 }
        for (left, right) in zip(word, word.dropFirst()) { pairs[Pair(left: left, right: right), default: 0] += 1 }
      }
      let total = counts.values.reduce(0, +)
      let scores = pairs.filter { $0.value >= 5 }.map {
        ($0.key, score($0.value, counts[$0.key.left]!, counts[$0.key.right]!, total))
      }.sorted { $0.1 > $1.1 }
      guard scores.count > 1, scores[0].1 > scores[1].1 else { break }  // The rest is decided by order.
      let best = scores[0].0, new = best.left + best.right.dropFirst(2)
      pieces.append(new)
      words = words.map { word in
        var result: [String] = []
        for piece in word {
          if piece == best.right, result.last == best.left {
            result[result.count - 1] = new
          } else {
            result.append(piece)
          }
        }
        return result
      }
    }
    return pieces
  }

  @Test(arguments: WordPieceTrainer.Score.allCases)
  func thePairsJoinedAreThoseOfCountingAnew(score: WordPieceTrainer.Score) throws {
    let expected = joined(40) { pair, left, right, total in
      switch score {
      case .likelihood: pair * log(pair * total / (left * right))
      case .ratio: pair / (left * right)
      }
    }
    // Ten characters, five of them with a prefix.
    #expect(expected.count > 20)
    let tokenizer = try WordPieceTrainer(vocabularySize: 5 + expected.count, score: score, minimumCount: 5).train(text)
    #expect(tokenizer.pieces == WordPieceTrainer.specialTokens + expected)
  }

  @Test func aTrainedTokenizerSpellsItsText() throws {
    let tokenizer = try WordPieceTrainer(vocabularySize: 80).train(text)
    #expect(tokenizer.vocabularySize == 80)
    let tokens = try tokenizer.encode(text)
    #expect(tokenizer.decode(tokens) == text)
    #expect(tokens.count < text.count / 2)
    #expect(try tokenizer.encode("the", allowing: [], framed: true).first == 2)
  }

  @Test func aTextThatDoesNotFitTheVocabularyIsRefused() throws {
    let trainer = WordPieceTrainer(vocabularySize: 10)
    #expect(try problem(.badData) { _ = try trainer.train(" ") }.message.contains("no words"))
    #expect(try problem(.badData) { _ = try trainer.train("abcdef") }.message.contains("too few: the text needs 11"))
    #expect(try trainer.train("ab ab").pieces.dropFirst(5) == ["##b", "a", "ab"])
  }
}
