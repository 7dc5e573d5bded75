import Foundation
import TestSupport
import Testing

private let text = String(repeating: "The ferry sees Zürich 1234 times, isn't that so?\n\n  Then it goes. ", count: 200)

/// A folder with a text and a tokenizer of it, created once.
private let trained: Program = {
  do {
    let program = try Program("tokenizer")
    try program.write(text, to: "text.txt")
    try program.write("", to: "empty.txt")
    for (name, options) in [("a", ["--special", "<|end|>"]), ("b", ["--splitting", "gpt4"])] {
      let result = try program.run(
        ["train", "text.txt", "--vocabulary", "300", "--out", name, "--quiet"] + options)
      precondition(result.status == 0 && result.errors.isEmpty, result.errors)
    }
    let result = try program("encode", "text.txt", "--tokenizer", "a", "--out", "good.tokens", "--quiet")
    precondition(result.status == 0, result.errors)
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: ["a", "b"]) func decodingAnEncodedTextRestoresIt(tokenizer: String) throws {
  let encoded = try trained("encode", "text.txt", "--tokenizer", tokenizer, "--out", "\(tokenizer).tokens")
  let tokens = try #require(encoded.figures["tokens"])
  #expect(encoded.status == 0 && encoded.figures["seconds"] != nil && encoded.figures["megabytes_per_second"] != nil)
  let size = try Data(contentsOf: trained.file("\(tokenizer).tokens")).count
  #expect(size == 64 + 2 * Int(tokens))
  #expect(try trained("decode", "\(tokenizer).tokens", "--tokenizer", "\(tokenizer)/tokenizer.json").output == text)
  let written = try trained("decode", "\(tokenizer).tokens", "--tokenizer", tokenizer, "--out", "\(tokenizer).txt")
  #expect(try written.status == 0 && trained.text("\(tokenizer).txt") == text)
  let counted = try trained("count", "text.txt", "--tokenizer", tokenizer).figures
  #expect(counted["tokens"] == tokens && counted["bytes"] == Double(text.utf8.count))
  #expect(counted["characters"] == Double(text.unicodeScalars.count))
}

@Test func threadsAndStandardInputDoNotChangeTheTokens() throws {
  let long = Program("tokenizer", in: trained)
  // Ten blocks, so that threads have more of them than one each.
  try long.write(String(repeating: text, count: 700), to: "long.txt")
  for threads in ["1", "2", "3"] {
    let result = try long(
      "encode", "long.txt", "--tokenizer", "a", "--out", "long\(threads).tokens", "--threads", threads, "--quiet")
    #expect(result.status == 0 && result.errors.isEmpty)
  }
  let one = try Data(contentsOf: long.file("long1.tokens"))
  #expect(try Data(contentsOf: long.file("long2.tokens")) == one && Data(contentsOf: long.file("long3.tokens")) == one)
  let input = try long.run(["count", "-", "--tokenizer", "a"], input: text)
  #expect(try input.status == 0 && input.figures == long("count", "text.txt", "--tokenizer", "a").figures)
}

@Test func aFolderOfTheOlderPairIsRead() throws {
  let json = try JSONSerialization.jsonObject(with: Data(contentsOf: trained.file("a/tokenizer.json")))
  let model = try #require((json as? [String: Any])?["model"] as? [String: Any])
  let merges = try #require(model["merges"] as? [[String]]).map { $0.joined(separator: " ") }
  try FileManager.default.createDirectory(at: trained.file("pair"), withIntermediateDirectories: true)
  let vocabulary = try JSONSerialization.data(withJSONObject: #require(model["vocab"]))
  try vocabulary.write(to: trained.file("pair/vocab.json"))
  try trained.write("#version: 0.2\n" + merges.joined(separator: "\n") + "\n", to: "pair/merges.txt")
  let counted = try trained("count", "text.txt", "--tokenizer", "pair")
  #expect(try counted.status == 0 && counted.figures == trained("count", "text.txt", "--tokenizer", "a").figures)
}

@Test func jsonHasTheSameFigures() throws {
  func object(_ arguments: String...) throws -> [String: Any] {
    let result = try trained.run(arguments + ["--json", "--quiet"])
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }
  let answer = try object("train", "text.txt", "--vocabulary", "280", "--out", "json")
  #expect(answer["vocabulary"] as? Int == 280 && answer["kind"] as? String == "byte-pair")
  let counted = try object("count", "text.txt", "--tokenizer", "json")
  let encoded = try object("encode", "text.txt", "--tokenizer", "json", "--out", "json.tokens")
  let decoded = try object("decode", "json.tokens", "--tokenizer", "json", "--out", "json.txt")
  #expect(counted["tokens"] as? Int == encoded["tokens"] as? Int)
  #expect(decoded["tokens"] as? Int == encoded["tokens"] as? Int && decoded["bytes"] as? Int == text.utf8.count)
}

@Test(arguments: [
  WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("train empty.txt --out new", 65, "empty.txt", "empty"),
  WrongCommand("train text.txt", 64, "--out"),
  WrongCommand("train --out new", 64, "FILE"),
  WrongCommand("train text.txt --out a", 73, "a/tokenizer.json", "--overwrite"),
  WrongCommand("train text.txt --out new --vocabulary 256", 64, "--vocabulary"),
  WrongCommand("train text.txt --out new --kind byte", 64, "byte-pair"),
  WrongCommand("train text.txt --out new --splitting gpt5", 64, "gpt2"),
  WrongCommand("train text.txt --out new --special <|x|> --special <|x|>", 65, "<|x|>", "twice"),
  WrongCommand("encode text.txt --out new", 64, "--tokenizer"),
  WrongCommand("encode text.txt --tokenizer a", 64, "--out"),
  WrongCommand("encode text.txt --tokenizer nowhere --out new", 66, "nowhere"),
  WrongCommand("encode text.txt --tokenizer text.txt --out new", 65, "text.txt"),
  WrongCommand("encode text.txt --tokenizer a --out good.tokens", 73, "good.tokens", "--overwrite"),
  WrongCommand("encode text.txt --tokenizer a --out text.txt --overwrite", 73, "text.txt"),
  WrongCommand("encode text.txt --tokenizer a --out a/tokenizer.json --overwrite", 73, "a/tokenizer.json"),
  WrongCommand("decode text.txt --tokenizer a", 65, "text.txt"),
  WrongCommand("decode good.tokens --tokenizer b", 65, "good.tokens", "another tokenizer"),
  WrongCommand("decode good.tokens --tokenizer a --json", 64, "--out"),
  WrongCommand("train text.txt --kind unigram --splitting gpt4 --out new", 64, "--splitting"),
  WrongCommand("train text.txt --kind character --vocabulary 300 --out new", 64, "--vocabulary"),
  WrongCommand("compare text.txt", 64, "--tokenizers"),
  WrongCommand("compare empty.txt --tokenizers a", 65, "empty"),
  WrongCommand("compare text.txt --tokenizers a,nowhere", 66, "nowhere"),
  WrongCommand("compare text.txt --tokenizers a --out text.txt --overwrite", 73, "text.txt"),
  WrongCommand("count nowhere.txt --tokenizer a", 66, "nowhere.txt"),
]) func aWrongCommandSaysWhatIsWrongAndLeavesNothing(command: WrongCommand) throws {
  try trained.expectRefusal(command)
}
