import Foundation
import TestSupport
import Testing

/// A pretrained model in the folder `base`, and labeled texts in `texts.tsv`; never removed, since all tests use them.
private let base: Program = {
  do {
    let program = try Program()
    try program.write(smallText() + "0123456789?", to: "text.txt")
    let texts = (0..<40).map { "\(["goat", "Nell"][$0 % 2])\twho \(["eats", "sings"][$0 % 2]) \($0)?" }
    try program.write(texts.joined(separator: "\n") + "\n", to: "texts.tsv")
    try program.write("goat\twho?\ngoat\twhat?\n", to: "one.tsv")
    try program.write("goat\twho?\nNell\twhat?\n", to: "two.tsv")
    try program.write("goat\twho?\nno tab\n", to: "broken.tsv")
    try program.write("goat\t\(String(repeating: "who ", count: 30))\nNell\twhat?\ngoat\twho?\n", to: "long.tsv")
    let result = try program.run(
      [
        "train", "text.txt", "--steps", "30", "--out", "base", "--quiet", "--preset", "llama", "--layers", "2",
        "--heads", "2", "--embedding", "16", "--context", "40", "--batch", "4",
      ])
    guard result.status == 0 else { fatalError("char-gpt train: \(result.errors)") }
    return program
  } catch {
    fatalError("char-gpt train: \(error)")
  }
}()

@Test func labeledTextsAreLearnedAndABagOfWordsIsBeside() throws {
  let options = [
    "finetune", "texts.tsv", "--model", "base", "--overwrite", "--validation", "0.2", "--epochs", "40", "--batch", "8",
    "--learning-rate", "0.01", "--patience", "0", "--quiet",
  ]
  let result = try base.run(options + ["--out", "labels", "--json"])
  #expect(result.status == 0, "\(result.errors)")
  let figures = try #require(try object(result.output)["classification"] as? [String: Any])
  #expect(figures["texts"] as? Int == 8)
  // Every fifth text is held out: as many goats as Nells. The word that tells them apart is easy to see.
  #expect(figures["baseline"] as? Double == 0.5 && figures["bag_of_words_accuracy"] as? Double == 1)
  #expect((figures["accuracy"] as? Double ?? 0) > 0.9)
  let shown = try base.run(options + ["--out", "shown"])
  #expect(
    shown.output.contains("held-out texts, 8: ")
      && shown.output.contains("a bag of words 100.0 %, always the most common class 50.0 %"), "\(shown.output)")
  // A run on labeled texts can be resumed like any other.
  let resumed = try base("finetune", "--resume", "--out", "labels", "--json", "--quiet")
  #expect(resumed.status == 0, "\(resumed.errors)")
  let again = try #require(try object(resumed.output)["classification"] as? [String: Any])
  #expect(again["accuracy"] as? Double == figures["accuracy"] as? Double)
}

@Test(arguments: [
  WrongCommand("finetune one.tsv --model base --validation 0.5 --out new", 65, "every text", "\"goat\""),
  WrongCommand("finetune two.tsv --model base --validation 0.5 --out new", 65, "\"Nell\"", "held out"),
  WrongCommand("finetune broken.tsv --model base --out new", 65, "line 2", "tab"),
  WrongCommand("finetune long.tsv --model base --out new", 65, "text 1", "context"),
])
func wrongLabeledTextsAreRefused(command: WrongCommand) throws { try base.expectRefusal(command) }
