import Foundation
import TestSupport
import Testing

/// A file in the project's `data` folder.
private func data(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("data/\(name)").path
}

/// The settings of lab 04: a few seconds for the word math of a text with known answers.
///
/// A wider window would improve the agreement with the rated pairs at the cost of the analogies.
@Test func nineOfTenAnalogiesOfTheGeneratedTextAreAnswered() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  let options = "--sentences paragraph --window 5 --embedding 50 --epochs 20 --minimum-count 30".words
  let training = try program.run(["train", data("generated.txt"), "--out", "words", "--quiet"] + options)
  #expect(training.status == 0, "\(training.errors)")
  let result = try program(
    "evaluate", "--analogies", data("analogies.txt"), "--pairs", data("word-pairs.tsv"), "--model", "words")
  let figures = result.figures
  #expect(figures["accuracy"].map { $0 >= 0.9 } == true && figures["questions_missing"] == 0, "\(result.output)")
  #expect(figures["spearman"].map { $0 >= 0.3 } == true && figures["pairs_missing"] == 0, "\(result.output)")
}

/// After the usual five epochs over so short a book, all cosines would be above 0.99, and the correlation near 0.
@Test func theDefaultsSuitASmallBook() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  let training = try program.run(["train", data("tern-valley.txt"), "--out", "words"])
  #expect(training.status == 0 && training.errors.contains("31 epochs"), "\(training.errors)")
  let answer = try object(program("nearest", "clock", "--model", "words", "--json").output)
  let nearest = try #require(answer["nearest"] as? [[String: Any]])
  #expect(try #require(nearest.first?["similarity"] as? Double) < 0.7)
  let near = ["tower", "minutes", "quill", "slow", "ladder", "tobias", "hands"]
  #expect(words(nearest).count { near.contains($0) } >= 3, "\(words(nearest))")
  let figures = try program("evaluate", "--pairs", data("word-pairs.tsv"), "--model", "words").figures
  #expect(figures["spearman"].map { $0 >= 0.35 } == true && figures["pairs"] == 24, "\(figures)")
}
