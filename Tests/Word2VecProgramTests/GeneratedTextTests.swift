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
  let options = "--sentences paragraph --window 5 --dimensions 50 --epochs 20 --minimum-count 30".words
  let training = try program.run(["train", data("generated.txt"), "--out", "words", "--quiet"] + options)
  #expect(training.status == 0, "\(training.errors)")
  let result = try program(
    "evaluate", "--analogies", data("analogies.txt"), "--pairs", data("word-pairs.tsv"), "--model", "words")
  let figures = result.figures
  #expect(figures["accuracy"].map { $0 >= 0.9 } == true && figures["questions_missing"] == 0, "\(result.output)")
  #expect(figures["spearman"].map { $0 >= 0.3 } == true && figures["pairs_missing"] == 0, "\(result.output)")
}
