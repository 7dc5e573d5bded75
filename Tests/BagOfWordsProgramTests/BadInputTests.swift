import Foundation
import TestSupport
import Testing

/// A folder with faulty texts and models.
private func faultyFolder() throws -> Program {
  let program = try Program()
  try program.write(labeledLines(), to: "lines.tsv")
  try program.write(fourClauses, to: "clauses.txt")
  try program.write("", to: "empty.txt")
  try program.write("! ? a b\n. , ;\n", to: "wordless.txt")
  try program.write("good\tx is fine\nbad\ty is not\nno tab here\n", to: "tabless.tsv")
  try program.write("good\tx is fine\ngood\ty is fine\n", to: "single.tsv")
  try program.write("a\u{1B}[31m\tx is fine\n", to: "control.tsv")
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
  for name in ["cut", "cut-vocabulary", "foreign", "unclear", "half", "impossible", "kept"] {
    try manager.copyItem(at: program.file("good"), to: program.file(name))
  }
  let model = try Data(contentsOf: program.file("good/model.safetensors"))
  try model.prefix(model.count - 9).write(to: program.file("cut/model.safetensors"))
  try program.write(String(program.text("good/vocabulary.json").dropLast(20)), to: "cut-vocabulary/vocabulary.json")
  try program.write(
    #"{"kind":"bag-of-words","documents":1,"terms":["aa"],"document_counts":[1]}"#, to: "half/vocabulary.json")
  try program.write("{\"model\":{\"layer_count\":4}}", to: "unclear/config.json")
  try program.write(
    try program.text("good/config.json").replacingOccurrences(of: "\"order\" : \"1\"", with: "\"order\" : \"3-2\""),
    to: "impossible/config.json")
  for (name, documents) in [("endless", "9223372036854775807"), ("negative", "-1"), ("many", "2147483648")] {
    try manager.copyItem(at: program.file("good"), to: program.file(name))
    var vocabulary = try object(program.text("good/vocabulary.json"))
    let terms = try #require(vocabulary["terms"] as? [String])
    vocabulary["document_counts"] = terms.map { _ in 1 }
    vocabulary["documents"] = 424_242
    let json = String(decoding: try JSONSerialization.data(withJSONObject: vocabulary), as: UTF8.self)
    try program.write(
      json.replacingOccurrences(of: "424242", with: documents), to: "\(name)/vocabulary.json")
    // tf-idf calculates with the number of documents.
    try program.write(
      try program.text("good/config.json").replacingOccurrences(of: "\"counts\"", with: "\"tf-idf\""),
      to: "\(name)/config.json")
  }
  try manager.copyItem(at: program.file("good"), to: program.file("huge"))
  try withHugeWeights(model).write(to: program.file("huge/model.safetensors"))
  // A run folder of the character model has no vocabulary.json.
  try manager.removeItem(at: program.file("foreign/vocabulary.json"))
  try program.write("{}", to: "foreign/tokenizer.json")
  try manager.createDirectory(at: program.file("characters"), withIntermediateDirectories: true)
  for name in ["model.safetensors", "config.json", "tokenizer.json"] {
    try program.write("{}", to: "characters/\(name)")
  }
  return program
}

/// A safetensors file whose numbers alternate between 3e38 and -3e38: each is finite, but two together are not.
private func withHugeWeights(_ file: Data) -> Data {
  let header = 8 + (0..<8).reduce(0) { $0 | Int(file[$1]) << (8 * $1) }
  var huge = Data(file[..<header])
  for i in 0..<(file.count - header) / 4 {
    withUnsafeBytes(of: Float(i % 2 == 0 ? 3e38 : -3e38).bitPattern.littleEndian) { huge.append(contentsOf: $0) }
  }
  return huge
}

private let folder: Program = {
  do { return try faultyFolder() } catch { fatalError("\(error)") }
}()

@Test(arguments: [
  WrongCommand("vectors nowhere.txt", 66, "nowhere.txt"),
  WrongCommand("vectors folder", 66, "folder", "no .txt file"),
  WrongCommand("vectors empty.txt", 65, "empty.txt", "empty"),
  WrongCommand("vectors clauses.txt empty.txt", 65, "empty.txt", "empty"),
  WrongCommand("vectors wordless.txt", 65, "no term", "--level"),
  WrongCommand("vectors clauses.txt --minimum-documents 5", 65, "none of the 10 terms", "--minimum-documents"),
  WrongCommand("vectors clauses.txt --order 2-1", 64, "--order", "1-2"),
  WrongCommand("vectors clauses.txt --order 17", 64, "--order", "16"),
  WrongCommand("vectors clauses.txt --order -", 64, "--order"),
  WrongCommand("vectors clauses.txt --maximum-share 0", 64, "--maximum-share"),
  WrongCommand("vectors clauses.txt --sort upwards", 64, "appearance or alphabet"),
  WrongCommand("vectors clauses.txt --out clauses.txt", 73, "clauses.txt"),
  WrongCommand("vectors clauses.txt --svmlight x.svm", 64, "--svmlight", "Here it is --out"),
  WrongCommand("vectors clauses.txt --order sorted", 64, "--order", "1-2"),
  WrongCommand("words --model good --out good/model.safetensors --overwrite", 73, "inside good"),
  WrongCommand("words --model good --out clauses.txt", 73, "clauses.txt already exists", "--overwrite"),
  WrongCommand("classify a fine day --model good", 64, "quotes", "\"a fine day\""),
  WrongCommand("classify fine --model good/config.json", 64, "is a file", "--model good"),
  WrongCommand("predict fine --model good", 64, "predict", "classify"),
  WrongCommand("fit lines.tsv", 64, "fit", "train"),
  WrongCommand("vectors", 64, "FILE is missing"),
  WrongCommand("vectors clauses.txt --spase", 64, "--sparse"),
  WrongCommand("train nowhere.tsv --out new", 66, "nowhere.tsv"),
  WrongCommand("train empty.txt --out new", 65, "empty"),
  WrongCommand("train tabless.tsv --out new", 65, "tabless.tsv", "line 3", "tab"),
  WrongCommand("train latin.tsv --out new", 65, "0xFF", "--lossy"),
  WrongCommand("train single.tsv --out new", 65, "\"good\"", "two classes"),
  WrongCommand("train rare.tsv --out new", 65, "\"bad\"", "held out", "--validation"),
  WrongCommand("train wordless.tsv --out new", 65, "no term"),
  WrongCommand("train lines.tsv --out new --minimum-documents 900", 65, "--minimum-documents"),
  WrongCommand("train open.csv --out new", 65, "line 2", "never closed"),
  WrongCommand("train columns.csv --out new", 65, "no column \"label\"", "\"stars\"", "--label"),
  WrongCommand("train lines.tsv --out new --label x", 64, "--label", "lines.tsv"),
  WrongCommand("train lines.tsv --out new --alpha 2", 64, "--alpha", "naive-bayes"),
  WrongCommand("train lines.tsv --out new --classifier naive-bayes --c 2", 64, "--c", "logistic"),
  WrongCommand("train lines.tsv --out new --classifier naive-bayes --alpha 0", 64, "--alpha", "above 0"),
  WrongCommand("train lines.tsv --out good", 73, "good", "--overwrite"),
  WrongCommand("train lines.tsv --out lines.tsv", 73, "lines.tsv"),
  WrongCommand("train lines.tsv --out new --classifier naive-bayes --tolerance 1e-3", 64, "--tolerance", "logistic"),
  WrongCommand("train lines.tsv --out new --tolerance 0", 64, "--tolerance"),
  WrongCommand("train lines.tsv --out new --c 0", 64, "--c"),
  WrongCommand("train lines.tsv --out new --steps 0", 64, "--steps"),
  WrongCommand("classify", 64, "TEXT is missing"),
  WrongCommand("classify fine --model nowhere", 66, "nowhere"),
  WrongCommand("classify fine --model folder", 66, "config.json"),
  WrongCommand("classify fine --model foreign", 66, "foreign", "vocabulary.json"),
  WrongCommand("classify fine --model unclear", 65, "unclear/config.json"),
  WrongCommand("classify fine --model impossible", 65, "impossible/config.json"),
  WrongCommand("classify fine --model cut", 65, "cut/model.safetensors"),
  WrongCommand("classify fine --model cut-vocabulary", 65, "cut-vocabulary/vocabulary.json"),
  WrongCommand("classify fine --model half", 65, "half", "1 terms"),
  WrongCommand("classify fine --model endless", 65, "endless/vocabulary.json", "9223372036854775807 documents"),
  WrongCommand("classify fine --model negative", 65, "negative/vocabulary.json", "-1 documents"),
  WrongCommand("evaluate lines.tsv --model many", 65, "many/vocabulary.json", "2147483648 documents"),
  WrongCommand("classify warm --model huge", 65, "weights are so large"),
  WrongCommand("evaluate lines.tsv --model huge", 65, "weights are so large"),
  WrongCommand("words --model huge", 65, "weights are so large"),
  WrongCommand("train control.tsv --out new", 65, #""a\u001b[31m""#, "two classes"),
  WrongCommand("train lines.tsv --out characters --overwrite", 73, "characters", "tokenizer.json", "--out"),
  WrongCommand("evaluate other.tsv --model good", 65, "line 2", "\"odd\"", "\"good\""),
  WrongCommand("evaluate tabless.tsv --model good", 65, "line 3"),
  WrongCommand("words --model good --out nowhere/x.svg", 73, "nowhere/x.svg"),
  WrongCommand("nearest clauses.txt", 64, "--query"),
  WrongCommand("nearest wordless.txt --query x", 65, "no term"),
  WrongCommand("bench empty.txt", 65, "empty"),
])
func mistakesAreExplainedInALineOrTwo(_ command: WrongCommand) throws {
  try folder.expectRefusal(command)
}

@Test func aRunThatFailsKeepsTheModelItWasToReplace() throws {
  let before = try Data(contentsOf: folder.file("kept/model.safetensors"))
  let result = try folder("train", "wordless.tsv", "--out", "kept", "--overwrite", "--quiet")
  #expect(result.status == 65)
  #expect(try Data(contentsOf: folder.file("kept/model.safetensors")) == before)
  #expect(try folder("classify", "warm", "--model", "kept").status == 0)
}

@Test func badInputLeavesNoFolder() throws {
  _ = try folder("train", "tabless.tsv", "--out", "never")
  _ = try folder("train", "wordless.tsv", "--out", "never")
  #expect(!FileManager.default.fileExists(atPath: folder.file("never").path))
}
