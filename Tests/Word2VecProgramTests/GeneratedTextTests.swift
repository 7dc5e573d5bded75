import Foundation
import TestSupport
import Testing

/// A file of the project's `data`.
private func data(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("data/\(name)").path
}

/// The settings of lab 04: some seconds for the word maths of a text whose answers are known.
///
/// A wider window would raise the agreement with the judged pairs, at the cost of the analogies.
@Test func theGeneratedTextAnswersNineOfTenOfItsAnalogies() throws {
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
