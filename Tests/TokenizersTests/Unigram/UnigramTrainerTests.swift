import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizers

struct UnigramTrainerTests {
  private let text = String(
    repeating: "the sailors sailed the sea, and the seas were sailed by 12 sailors in 1912\nsee the sea\n", count: 3)

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Returns the probability of a text, and the sum over all ways of their probability times the number of each piece.
  private func sums(_ text: Substring, _ scores: [String: Double]) -> (probability: Double, counts: [String: Double]) {
    if text.isEmpty { return (1, [:]) }
    var total = 0.0, counts: [String: Double] = [:]
    for length in 1...text.count {
      let piece = String(text.prefix(length))
      guard let score = scores[piece] else { continue }
      let rest = sums(text.dropFirst(length), scores)
      total += exp(score) * rest.probability
      counts[piece, default: 0] += exp(score) * rest.probability
      counts.merge(rest.counts.mapValues { exp(score) * $0 }, uniquingKeysWith: +)
    }
    return (total, counts)
  }

  @Test func expectedCountsAreThoseOfAllWays() {
    let pieces: [(text: String, score: Double)] = [
      ("a", -1.5), ("b", -2), ("ab", -2.5), ("ba", -1), ("aba", -3), ("bb", -2.25),
    ]
    let lattice = UnigramLattice(trie: ByteTrie(pieces.map { bytes($0.text) }), scores: pieces.map(\.score))
    var scratch = UnigramLattice.Scratch()
    for text in ["a", "ab", "ababbab", "bbbabaab"] {
      var counts = [Double](repeating: 0, count: pieces.count)
      let total = bytes(text).withUnsafeBufferPointer {
        lattice.addExpectations(of: $0, weight: 3, to: &counts, &scratch)
      }
      let expected = sums(text[...], Dictionary(uniqueKeysWithValues: pieces.map { ($0.text, $0.score) }))
      #expect(abs(total - log(expected.probability)) < 1e-12)
      for (piece, count) in zip(pieces, counts) {
        #expect(abs(count - 3 * (expected.counts[piece.text] ?? 0) / expected.probability) < 1e-12)
      }
    }
  }

  @Test func maximizingNeverMakesTheTextLessLikely() {
    var counted = CountedChunks()
    counted.add(text.utf8.split(separator: 0x20).map { Array($0)[...] })
    let chunks = counted.sorted
    let characters = Set(text.unicodeScalars).subtracting([" "]).sorted().map { (text: String($0), count: 1) }
    var estimate = UnigramEstimate(
      chunks: chunks, characters: characters, seeds: SeedPieces(chunks, maximumLength: 8).best(1000))
    for size in [60, 40, 30] {
      var before = -Double.infinity
      for _ in 0..<8 {
        estimate.maximize(rounds: 1)
        #expect(estimate.logLikelihood >= before - 1e-6)
        before = estimate.logLikelihood
      }
      #expect(before < 0 && before > -.infinity)
      estimate.prune(to: size)
      #expect(estimate.count == size)
      #expect(Array(estimate.pieces.prefix(characters.count).map(\.text)) == characters.map(\.text))
    }
  }

  @Test func seedsAreTheSubstringsThatCannotGrow() {
    let texts = [("abcabc", 2), ("abd", 1), ("cab", 5), ("xyz", 1)]
    let seeds = SeedPieces(texts.map { (bytes: bytes($0.0), count: $0.1) }, maximumLength: 4).best(100)
    var counts: [String: Int] = [:]
    for (text, count) in texts {
      let letters = Array(text)
      for start in letters.indices {
        for length in 1...4 where start + length <= letters.count {
          counts[String(letters[start..<start + length]), default: 0] += count
        }
      }
    }
    // What is always followed by the same letter could grow, up to the largest length.
    let expected = counts.filter { piece, count in
      piece.count > 1 && count > 1
        && !counts.contains { $0.value == count && $0.key.count == piece.count + 1 && $0.key.hasPrefix(piece) }
    }
    #expect(Dictionary(uniqueKeysWithValues: seeds.map { ($0.text, $0.count) }) == expected)
    let worth = seeds.map { $0.count * $0.text.count }
    #expect(worth == worth.sorted(by: >))
  }

  @Test func aTrainedTokenizerHasTheAskedSizeAndRestoresTexts() throws {
    let trainer = UnigramTrainer(vocabularySize: 300, characterCoverage: 1)
    let tokenizer = try trainer.train(text)
    #expect(tokenizer.vocabularySize == 300)
    #expect(tokenizer.pieces[0].text == "<unk>" && tokenizer.pieces[1].text == "<0x00>")
    let scores = tokenizer.pieces.dropFirst(257).map(\.score)
    #expect(scores == scores.sorted(by: >) && scores.allSatisfy { $0 < 0 })
    for text in [text, "", " ", "  a  b\n\n c", "Über\u{212B}\u{C5} <unk> <0x0A> 😀e\u{301}"] {
      let decoded = tokenizer.decode(try tokenizer.encode(text))
      #expect(decoded.unicodeScalars.elementsEqual(text.unicodeScalars))
    }
    // "sail" is the stem of many words.
    #expect(try tokenizer.encode(text).count < text.count / 2)
    #expect(try trainer.train(text).huggingFaceJSON() == tokenizer.huggingFaceJSON())
  }

  @Test func piecesDoNotMixLettersDigitsAndOthers() throws {
    let text = String(repeating: "a1 b2-c3 ab12, (ab12)\nab12\n", count: 40)
    let tokenizer = try UnigramTrainer(vocabularySize: 24, usesBytes: false, characterCoverage: 1).train(text)
    for piece in tokenizer.pieces.dropFirst() {
      let kinds = Set(
        piece.text.unicodeScalars.filter { $0 != "\u{2581}" }.map {
          $0 == "\n" ? "\n" : "0"..."9" ~= $0 ? "0" : $0.properties.isAlphabetic ? "a" : "."
        })
      #expect(kinds.count <= 1, "\(piece.text)")
    }
  }

  @Test func rareCharactersGetNoPieces() throws {
    let text = String(repeating: "abc ", count: 1000) + "é"
    let tokenizer = try UnigramTrainer(vocabularySize: 264, characterCoverage: 0.999).train(text)
    #expect(!tokenizer.pieces.contains { $0.text.unicodeScalars.contains("é") })
    #expect(tokenizer.decode(try tokenizer.encode("aé")) == "aé")
  }

  @Test func aTextThatDoesNotFitTheVocabularyIsRefused() throws {
    let trainer = UnigramTrainer(vocabularySize: 262, characterCoverage: 1)
    #expect(try problem(.badData) { _ = try trainer.train("") }.message.contains("empty"))
    #expect(try problem(.badData) { _ = try trainer.train("abcdefgh") }.message.contains("too few: the text needs 265"))
    // "a", "b" and what all tokenizers have.
    #expect(try trainer.train("ab").vocabularySize == 259)
  }
}
