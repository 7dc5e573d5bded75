import Files
import Testing

@testable import Console

private let names = ["learning-rate", "batch", "steps", "epochs", "out", "quiet", "overwrite", "top-k"]

@Test(arguments: [
  ("--lr", "Here it is --learning-rate."), ("--batch-size", "Here it is --batch."),
  ("--batch_size", "Here it is --batch."),
  ("--max-iters", "Here it is --steps."), ("--MAX_STEPS", "Here it is --steps."), ("--out_dir", "Here it is --out."),
  ("-o", "Here it is --out."), ("--force", "Here it is --overwrite."), ("--k", "Here it is --top-k."),
])
func wordsOfOtherToolsAreAnsweredWithOurs(word: String, hint: String) {
  #expect(ForeignWords.hint(forOption: word, among: names) == hint)
}

@Test func aHintNamesOnlyOptionsThatTheCommandHas() {
  #expect(ForeignWords.hint(forOption: "--lr", among: ["steps"]) == nil)
  #expect(ForeignWords.hint(forOption: "--epochs", among: ["steps"])?.hasPrefix("Here it is --steps.") == true)
  #expect(ForeignWords.hint(forOption: "--device", among: [])?.contains("CPU") == true)
  #expect(ForeignWords.hint(forOption: "--layers", among: names) == nil)
}

@Test(arguments: [
  ("generate", "Here it is p sample."), ("most-similar", "Here it is p nearest."),
  ("most_similar", "Here it is p nearest."),
  ("predict", "Here it is p classify."), ("fit", "Here it is p train."),
])
func commandsOfOtherToolsAreAnsweredWithOurs(word: String, hint: String) {
  let commands = ["train", "sample", "nearest", "classify"]
  #expect(ForeignWords.hint(forCommand: word, among: commands, program: "p") == hint)
  #expect(ForeignWords.hint(forCommand: word, among: [], program: "p") == nil)
}
