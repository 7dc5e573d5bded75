import Foundation
import TestSupport
import Testing

/// A wrong command: what is wrong with it, the exit code, and words that the message must have.
private struct Mistake: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let status: Int32
  let words: [String]
  var testDescription: String { arguments.joined(separator: " ") }

  init(_ command: String, _ status: Int32, _ words: String...) {
    arguments = command.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
  }
}

/// A folder with texts and models to go wrong with.
private func spoiledFolder() throws -> Program {
  let program = try Program()
  try program.write(labelledLines(), to: "lines.tsv")
  try program.write(fourClauses, to: "clauses.txt")
  try program.write("", to: "empty.txt")
  try program.write("! ? a b\n. , ;\n", to: "wordless.txt")
  try program.write("good\tx is fine\nbad\ty is not\nno tab here\n", to: "tabless.tsv")
  try program.write("good\tx is fine\ngood\ty is fine\n", to: "single.tsv")
  try program.write("good\tone\ngood\ttwo\ngood\tthree\ngood\tfour\nbad\tfive\n", to: "rare.tsv")
  try program.write("good\t!\nbad\t?\n", to: "wordless.tsv")
  try program.write("good\tx is fine\nodd\ty is not\n", to: "other.tsv")
  try program.write("label,text\na,\"never closed\n", to: "open.csv")
  try program.write("stars,review\n1,so so\n", to: "columns.csv")
  try (Data("good\tfine \n".utf8) + Data([0xFF, 0x0A])).write(to: program.file("latin.tsv"))
  let manager = FileManager.default
  try manager.createDirectory(at: program.file("folder"), withIntermediateDirectories: true)
  let training = try program.run(["train", "lines.tsv", "--out", "good", "--classifier", "naive-bayes", "--quiet"])
  precondition(training.status == 0, training.errors)
  for name in ["cut", "cut-vocabulary", "foreign", "unclear", "half", "impossible"] {
    try manager.copyItem(at: program.file("good"), to: program.file(name))
  }
  let model = try Data(contentsOf: program.file("good/model.safetensors"))
  try model.prefix(model.count - 9).write(to: program.file("cut/model.safetensors"))
  try program.write(String(program.text("good/vocabulary.json").dropLast(20)), to: "cut-vocabulary/vocabulary.json")
  try program.write(
    #"{"kind":"bag-of-words","documents":1,"terms":["aa"],"document_counts":[1]}"#, to: "half/vocabulary.json")
  try program.write("{\"model\":{\"layer_count\":4}}", to: "unclear/config.json")
  try program.write(
    try program.text("good/config.json").replacingOccurrences(of: "\"shortest\" : 1", with: "\"shortest\" : 3"),
    to: "impossible/config.json")
  // What a run of the character model leaves has no vocabulary.json.
  try manager.removeItem(at: program.file("foreign/vocabulary.json"))
  try program.write("{}", to: "foreign/tokenizer.json")
  return program
}

private let folder: Program = {
  do { return try spoiledFolder() } catch { fatalError("\(error)") }
}()

@Test(arguments: [
  Mistake("vectors nowhere.txt", 66, "nowhere.txt"),
  Mistake("vectors folder", 66, "folder", "a folder"),
  Mistake("vectors empty.txt", 65, "empty.txt", "empty"),
  Mistake("vectors clauses.txt empty.txt", 65, "empty.txt", "empty"),
  Mistake("vectors wordless.txt", 65, "no term", "--characters"),
  Mistake("vectors clauses.txt --minimum-documents 5", 65, "none of the 10 terms", "--minimum-documents"),
  Mistake("vectors clauses.txt --ngrams 2-1", 64, "--ngrams", "1-2"),
  Mistake("vectors clauses.txt --ngrams 17", 64, "--ngrams", "16"),
  Mistake("vectors clauses.txt --ngrams -", 64, "--ngrams"),
  Mistake("vectors clauses.txt --maximum-share 0", 64, "--maximum-share"),
  Mistake("vectors clauses.txt --order upwards", 64, "appearance or sorted"),
  Mistake("vectors clauses.txt --svmlight nowhere/x.svm", 73, "nowhere/x.svm"),
  Mistake("vectors clauses.txt --svmlight folder", 73, "folder"),
  Mistake("vectors", 64, "FILE is missing"),
  Mistake("vectors clauses.txt --spase", 64, "--sparse"),
  Mistake("train nowhere.tsv --out new", 66, "nowhere.tsv"),
  Mistake("train empty.txt --out new", 65, "empty"),
  Mistake("train tabless.tsv --out new", 65, "tabless.tsv", "line 3", "tab"),
  Mistake("train latin.tsv --out new", 65, "0xFF", "--lossy"),
  Mistake("train single.tsv --out new", 65, "\"good\"", "two classes"),
  Mistake("train rare.tsv --out new", 65, "\"bad\"", "held out", "--holdout"),
  Mistake("train wordless.tsv --out new", 65, "no term"),
  Mistake("train lines.tsv --out new --minimum-documents 900", 65, "--minimum-documents"),
  Mistake("train open.csv --out new", 65, "line 2", "never closed"),
  Mistake("train columns.csv --out new", 65, "no column \"label\"", "\"stars\"", "--label"),
  Mistake("train lines.tsv --out new --label x", 64, "--label", "lines.tsv"),
  Mistake("train lines.tsv --out new --alpha 2", 64, "--alpha", "naive-bayes"),
  Mistake("train lines.tsv --out new --classifier naive-bayes --c 2", 64, "--c", "logistic"),
  Mistake("train lines.tsv --out new --classifier naive-bayes --alpha 0", 64, "--alpha", "above 0"),
  Mistake("train lines.tsv --out good", 73, "good", "--overwrite"),
  Mistake("train lines.tsv --out lines.tsv", 73, "lines.tsv"),
  Mistake("train lines.tsv --out new --learning-rate 1e30 --quiet", 65, "--learning-rate"),
  Mistake("classify", 64, "TEXT is missing"),
  Mistake("classify fine --model nowhere", 66, "nowhere"),
  Mistake("classify fine --model folder", 66, "config.json"),
  Mistake("classify fine --model foreign", 66, "foreign", "vocabulary.json"),
  Mistake("classify fine --model unclear", 65, "unclear/config.json"),
  Mistake("classify fine --model impossible", 65, "impossible/config.json"),
  Mistake("classify fine --model cut", 65, "cut/model.safetensors"),
  Mistake("classify fine --model cut-vocabulary", 65, "cut-vocabulary/vocabulary.json"),
  Mistake("classify fine --model half", 65, "half", "1 terms"),
  Mistake("evaluate other.tsv --model good", 65, "line 2", "\"odd\"", "\"good\""),
  Mistake("evaluate tabless.tsv --model good", 65, "line 3"),
  Mistake("words --model good --svg nowhere/x.svg", 73, "nowhere/x.svg"),
  Mistake("nearest clauses.txt", 64, "--query"),
  Mistake("nearest wordless.txt --query x", 65, "no term"),
  Mistake("bench empty.txt", 65, "empty"),
])
private func aMistakeIsExplainedInALineOrTwo(_ mistake: Mistake) throws {
  let result = try folder.run(mistake.arguments)
  #expect(result.status == mistake.status, "\(result.errors)")
  #expect(result.output.isEmpty)
  let lines = result.errors.split(separator: "\n")
  #expect((1...2).contains(lines.count) && result.errors.hasPrefix("bag-of-words: "), "\(result.errors)")
  for word in mistake.words { #expect(result.errors.contains(word), "\(result.errors)") }
  #expect(!result.errors.contains("Fatal"))
}

@Test func wrongInputLeavesNoFolder() throws {
  _ = try folder("train", "tabless.tsv", "--out", "never")
  _ = try folder("train", "wordless.tsv", "--out", "never")
  #expect(!FileManager.default.fileExists(atPath: folder.file("never").path))
}
