import Cleaning
import Files
import Foundation
import NGrams
import Numerics
import TestSupport
import Testing

struct GibberishTests {
  private static let text = Result { try String(contentsOfFile: data("tern-valley.txt"), encoding: .utf8) }

  /// 30 words of random letters.
  private static let letters: String = {
    var generator = RandomGenerator(seed: 3)
    return (0..<30).map { _ in
      String((0..<6).map { _ in Character(Unicode.Scalar(UInt8(97 + generator.next() % 26))) })
    }.joined(separator: " ")
  }()

  private func judge() throws -> Gibberish.Judge {
    let text = try Self.text.get().prefix(100_000)
    let tokenizer = try NGramTokenizer(text: String(text), level: .character)
    let model = try NGramModel(
      sentences: tokenizer.encode(String(text)), vocabulary: tokenizer.vocabulary, order: 5)
    return .model(SavedNGram(model: model, tokenizer: tokenizer))
  }

  @Test func randomLettersAreRemovedAndTextStays() throws {
    for step in [try Gibberish(judge: .languages(LanguageGuesser())), try Gibberish(judge: judge())] {
      guard case .removed(let reason) = verdict(step, Self.letters) else {
        Issue.record("random letters stay")
        continue
      }
      #expect(reason.hasSuffix("bits per character"))
      // Text that the model has not seen.
      let paragraphs = try Self.text.get().suffix(100_000).components(separatedBy: "\n\n")
      var copy = step
      let removed = copy.clean(documents(paragraphs)).count { $0 != .unchanged }
      #expect(paragraphs.count > 300 && removed <= 2, "\(removed) of \(paragraphs.count)")
      #expect(verdict(step, "Hm, hm.") == .unchanged)
      #expect(verdict(step, "123 456 789 — 10 11 12 13 14 15 16 17 18") == .unchanged)
    }
  }

  @Test func theLimitDecides() throws {
    let judge = Gibberish.Judge.languages(try LanguageGuesser())
    #expect(verdict(try Gibberish(judge: judge, limit: 12), Self.letters) == .unchanged)
    let sentence = "The ferry waits for the tide, and the tide waits for nobody at all."
    #expect(verdict(try Gibberish(judge: judge, limit: 0.5), sentence) != .unchanged)
  }

  @Test func modelsOfWordsAndScoresAreRefused() throws {
    let text = "one two three two one\n"
    for (level, smoothing) in [
      (NGramTokenizer.Level.word, NGramSmoothing.wittenBell), (.character, .stupidBackoff),
    ] {
      let tokenizer = try NGramTokenizer(text: text, level: level)
      let model = try NGramModel(
        sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: 2, smoothing: smoothing)
      _ = try problem(.badData) { _ = try Gibberish(judge: .model(SavedNGram(model: model, tokenizer: tokenizer))) }
    }
  }
}
