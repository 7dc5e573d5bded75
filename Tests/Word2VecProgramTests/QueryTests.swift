import Foundation
import Testing
import TestSupport

private let asked: Program = {
  do { return try programWithVectors() } catch { fatalError("\(error)") }
}()

private func ask(_ command: String) throws -> Program.Result {
  try asked.run(command.split(separator: " ").map(String.init) + ["--vectors", "made.txt"])
}

@Test func nearestListsTheNearestFirst() throws {
  let result = try ask("nearest dinner --count 2")
  #expect(result.status == 0 && result.errors.isEmpty)
  let lines = result.output.split(separator: "\n")
  #expect(lines.count == 4 && lines[0].hasPrefix("nearest to dinner  similarity"))
  #expect(lines[2].hasPrefix("lunch ") && lines[2].contains("1.0000  ####") && lines[3].hasPrefix("supper "))
  let answer = try object(ask("nearest dinner --json").output)
  #expect(words(answer["nearest"]).count == 9 && words(answer["nearest"]).last == "stone")
  #expect(answer["word"] as? String == "dinner")
}

@Test func aWordInCapitalsIsFoundWithANotice() throws {
  let result = try ask("similarity KING lord")
  #expect(result.errors == "KING is not in the vocabulary; using king instead\n" && result.status == 0)
  #expect(abs(try #require(result.figures["similarity"]) - 0.986227) < 1e-6)
  #expect(try ask("similarity KING lord --quiet").errors.isEmpty)
  #expect(try ask("similarity Paris Paris").output == "similarity 1\n")
  let answer = try object(ask("similarity man woman --json").output)
  #expect(answer["words"] as? [String] == ["man", "woman"])
  #expect(abs((answer["similarity"] as? Double ?? 0) - 0.01 / 1.01) < 1e-8)
}

@Test func sumsAndAnalogiesAreEquivalent() throws {
  let analogy = try object(ask("analogy man woman king --json").output)
  #expect(words(analogy["nearest"]).first == "queen" && analogy["sum"] as? String == "woman - man + king")
  let quoted = try object(asked("analogy", "king - man + woman", "--vectors", "made.txt", "--json").output)
  let unquoted = try object(ask("analogy king - man + woman --json").output)
  #expect(words(quoted["nearest"]) == words(analogy["nearest"]) && quoted["sum"] as? String == "king - man + woman")
  #expect(words(unquoted["nearest"]) == words(analogy["nearest"]))
  let three = try object(asked("analogy", "man woman king", "--vectors", "made.txt", "--json").output)
  #expect(words(three["nearest"]) == words(analogy["nearest"]) && three["sum"] as? String == analogy["sum"] as? String)
  #expect(try ask("analogy man woman king --count 1").output.contains("woman - man + king  similarity"))
}

@Test func theOddOneOutIsNamedLast() throws {
  let result = try ask("odd-one-out lunch supper stone dinner")
  #expect(result.status == 0 && result.output.hasSuffix("\n\nThe odd one out: stone\n"))
  let answer = try object(ask("odd-one-out lunch supper stone dinner --json").output)
  #expect(answer["odd"] as? String == "stone" && words(answer["words"]).count == 4)
}

@Test func wordsCannotSendTerminalCommands() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try program.write("3 2\ntide 1 0\n\u{1B}[2Jsea 1 0.1\nship 0 1\n", to: "odd.txt")
  for command in ["nearest tide", "analogy tide - ship", "odd-one-out ship tide \u{1B}[2Jsea", "nearest \u{1B}[2Jsea"] {
    let result = try program.run("\(command) --vectors odd.txt".words)
    #expect(result.status == 0 && result.output.contains("\\u001b[2Jsea"), "\(result.errors)")
    #expect(!result.output.contains("\u{1B}"))
  }
}

/// Writes training output made by hand into a folder: two words in two dimensions.
private func writeModel(to folder: String, _ program: Program) throws {
  let header = #"{"input.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#
  let model =
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
    + [Float(1), 0, 3, 4].withUnsafeBytes { Data($0) }
  try FileManager.default.createDirectory(at: program.file(folder), withIntermediateDirectories: true)
  try program.write(
    #"{"kind": "word-vectors", "words": ["tide", "ferry"], "counts": [40, 30]}"#, to: folder + "/vocabulary.json")
  try program.write(#"{"program": "word2vec 0.1.0"}"#, to: folder + "/config.json")
  try model.write(to: program.file(folder + "/model.safetensors"))
}

@Test func theLatestModelIsQueriedAndNamedIfNoneIsChosen() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try writeModel(to: "runs/tales-word2vec", program)
  // A later model of another program, which has the same files.
  try writeModel(to: "runs/tales-bag-of-words", program)
  try program.write(#"{"program": "bag-of-words 0.1.0"}"#, to: "runs/tales-bag-of-words/config.json")
  let result = try program("similarity", "tide", "ferry")
  #expect(result.output == "similarity 0.6\n")
  #expect(result.errors == "using runs/tales-word2vec, the latest model under runs/\n")
  #expect(try program("similarity", "tide", "ferry", "--quiet").errors.isEmpty)
  let named = try program("similarity", "tide", "ferry", "--threads", "1", "--model", "runs/tales-word2vec")
  #expect(named.output == "similarity 0.6\n" && named.errors.isEmpty)
  #expect(try program("parameters", "--model", "runs/tales-word2vec").output.contains("input.weight  2 x 2"))
}

@Test func aModelOfAnEarlierVersionIsStillRead() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try writeModel(to: "old", program)
  try FileManager.default.removeItem(at: program.file("old/vocabulary.json"))
  try program.write("tide\nferry\n", to: "old/vocabulary.txt")
  let result = try program("similarity", "tide", "ferry", "--model", "old")
  #expect(result.output == "similarity 0.6\n" && result.errors.isEmpty, "\(result.errors)")
}

@Test func aLimitAppliesToModelsToo() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try writeModel(to: "run", program)
  let result = try program("export", "--model", "run", "--limit", "1", "--out", "one.txt")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.text("one.txt") == "1 2\ntide 1.0 0.0\n")
  #expect(try program("nearest", "ferry", "--model", "run", "--limit", "1").status == 65)
}

@Test func rareWordsAndHardlyTrainedVectorsAreDoubted() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try writeModel(to: "run", program)
  try program.write(
    #"{"kind": "word-vectors", "words": ["tide", "ferry"], "counts": [40, 13]}"#, to: "run/vocabulary.json")
  let rare = "ferry (13 times) occurs so rarely in the training text that the answer is largely chance\n"
  #expect(try program("nearest", "ferry", "--model", "run").errors == rare)
  #expect(try program("nearest", "tide", "--model", "run").errors.isEmpty)
  #expect(try program("nearest", "ferry", "--model", "run", "--quiet").errors.isEmpty)
  // Twelve words that all point nearly the same way, and twelve that do not.
  for (name, step) in [("alike", 0.01), ("apart", 0.1)] {
    let rows = (0..<12).map { "word\($0) \(cos(step * Double($0))) \(sin(step * Double($0)))\n" }
    try program.write("12 2\n" + rows.joined(), to: name)
  }
  let doubt = try program("nearest", "word0", "--count", "2", "--vectors", "alike").errors
  #expect(doubt.contains("hardly trained") && doubt.contains("--epochs"))
  #expect(try program("nearest", "word0", "--count", "2", "--vectors", "apart").errors.isEmpty)
}

@Test(arguments: [
  "train", "nearest", "similarity", "analogy", "odd-one-out", "evaluate", "plot", "game", "export", "parameters",
]) func everyCommandHasHelp(command: String) throws {
  let help = try asked(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("word2vec \(command)"))
  #expect(try asked("--help").output.contains("  \(command) "))
}
