import Foundation
import Testing
import TestSupport

/// A text in which two kinds of words never mix.
private func smallText(lines: Int = 400) -> String {
  let fruits = ["apple", "pear", "plum", "cherry", "quince"], tools = ["hammer", "saw", "chisel", "plane", "rasp"]
  return (0..<lines).map { i in
    let words = i % 2 == 0 ? fruits : tools
    let verb = i % 2 == 0 ? "ripe" : "sharp"
    return "\(words[i * i / 2 % 5]) \(verb) \(words[(i / 3) % 5]) \(words[(i / 7) % 5])\n"
  }.joined()
}

private func program() throws -> Program {
  let program = try Program("word2vec")
  try program.write(smallText(), to: "text.txt")
  return program
}

private let small = ["--embedding", "12", "--minimum-count", "1", "--subsample", "0"]

private struct Line: Decodable {
  let step: Int, tokens: Int
  let train_loss: Double?
  let epoch_loss: Double?
  let learning_rate: Double
}

private func lines(_ program: Program, _ run: String) throws -> [Line] {
  try program.text(run + "/metrics.jsonl").split(separator: "\n").map {
    try JSONDecoder().decode(Line.self, from: Data($0.utf8))
  }
}

@Test func trainWritesTheWholeRunFolder() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program.run(["train", "text.txt", "--epochs", "6", "--out", "run"] + small)
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.hasPrefix("run: loss ") && result.output.contains(" nats per pair, after "))
  #expect(result.errors.contains("Next:  swift run word2vec nearest ripe --model run\n"), "\(result.errors)")
  #expect(result.errors.contains("1,600 words, 12 distinct") && result.errors.contains("epoch 6 of 6"))
  #expect(
    try program.contents() == [
      "run", "run/config.json", "run/last", "run/last/config.json", "run/last/epoch.json", "run/last/model.safetensors",
      "run/last/state.json", "run/last/vocabulary.json", "run/loss.svg", "run/metrics.jsonl", "run/model.safetensors",
      "run/report.html",
      "run/vectors.txt", "run/vocabulary.json", "text.txt",
    ])
  let metrics = try lines(program, "run")
  #expect(metrics.count == 6 && metrics.last?.tokens == 9600)
  let losses = metrics.compactMap(\.epoch_loss)
  #expect(losses.count == 6 && losses.last! < 0.8 * losses.first!)
  #expect(try program.text("run/vectors.txt").hasPrefix("12 12\n"))
  let picture = try program.text("run/loss.svg")
  #expect(picture.contains("nats per pair") && picture.contains("end of an epoch"))
  // The vectors reflect the text: fruits are near fruits.
  let near = try program("nearest", "apple", "--count", "4", "--model", "run", "--json")
  let fruits = ["pear", "plum", "cherry", "quince"]
  #expect(near.status == 0 && fruits.count { near.output.contains("\"\($0)\"") } >= 3, "\(near.output)\(near.errors)")
}

@Test func theResultIsOneJSONObject() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program.run(["train", "text.txt", "--epochs", "1", "--json", "--quiet"] + small)
  let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  #expect(object["out"] as? String == "runs/text-word2vec" && object["vocabulary"] as? Int == 12)
  #expect(object["parameters"] as? Int == 2 * 12 * 12 && result.errors.isEmpty)
  // The folder is found again without being named.
  #expect(try program("similarity", "apple", "saw").status == 0)
}

@Test(arguments: [
  [], ["--method", "cbow"], ["--objective", "hierarchical-softmax"], ["--objective", "softmax"], ["--method", "glove"],
])
func sameBytesOnAnyThreadCount(options: [String]) throws {
  let program = try program()
  defer { program.remove() }
  for threads in ["1", "4"] {
    let result = try program.run(
      ["train", "text.txt", "--epochs", "2", "--threads", threads, "--out", threads, "--quiet", "--embedding", "12"]
        + ["--minimum-count", "1"] + options)
    #expect(result.status == 0, "\(result.errors)")
  }
  let (one, four) = (try RunLeavings(of: "1", in: program), try RunLeavings(of: "4", in: program))
  #expect(one.files.count >= 6 && one == four)
}

@Test func aRunKilledAtRandomInstantsEndsLikeAnUninterruptedOne() throws {
  let program = try program()
  defer { program.remove() }
  let training = ["train", "text.txt", "--epochs", "250", "--quiet"] + small
  #expect(try program.run(training + ["--out", "whole"]).status == 0)
  var kills = 0, attempts = 0
  while true {
    attempts += 1
    try #require(attempts < 100, "the run makes no progress")
    let canResume = ["last", "last.previous"].contains {
      FileManager.default.fileExists(atPath: program.file("killed/\($0)").path)
    }
    let running = try program.start(
      canResume ? ["train", "--resume", "--out", "killed", "--quiet"] : training + ["--out", "killed", "--overwrite"])
    if kills < 12 {
      // Each kill comes a few more chunks later, at a random moment of a chunk or a checkpoint. The chunks are few
      // enough that the run outlasts all kills.
      let chunks = Int.random(in: 0...20), before = program.lineCount("killed/metrics.jsonl")
      running.reaches { program.lineCount("killed/metrics.jsonl") >= before + chunks }
      usleep(UInt32.random(in: 0...10_000))
      if running.kill(SIGKILL) { kills += 1 }
    }
    let status = try running.wait().status
    if status == 0 { break }
    try #require(status == SIGKILL)
  }
  #expect(kills >= 3, "killed only \(kills) times")
  let (expected, found) = (try RunLeavings(of: "whole", in: program), try RunLeavings(of: "killed", in: program))
  #expect(found.names == expected.names && found.state == expected.state && found.metrics == expected.metrics)
  for (name, data) in expected.files { #expect(found.files[name] == data, "\(name)") }
}

@Test func aRunStoppedBeforeItsFirstLineResumes() throws {
  let program = try program()
  defer { program.remove() }
  #expect(try program.run(["train", "text.txt", "--epochs", "2", "--out", "run", "--quiet"] + small).status == 0)
  // The folder as it is after the first checkpoint, except for the vectors.
  let state = try program.text("run/last/state.json")
  let atStart = state.replacing(/"step" : 2/, with: "\"step\" : 0").replacing(/"metrics.jsonl" : \d+/, with: "")
  #expect(state != atStart)
  try program.write(atStart, to: "run/last/state.json")
  try FileManager.default.removeItem(at: program.file("run/metrics.jsonl"))
  let result = try program("train", "--resume", "--out", "run", "--quiet")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try lines(program, "run").map(\.step) == [1, 2])
}

/// The number is compared with the checkpoint before any memory is taken for it: here it would be a gigabyte per table.
@Test(arguments: ["skip-gram", "glove"]) func anAlteredEmbeddingTakesNoMemory(method: String) throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write((0..<2500).map { "word\($0) word\($0 / 2)\n" }.joined(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--method", method, "--epochs", "1", "--embedding", "4", "--minimum-count", "1", "--out"]
      + ["run", "--quiet"])
  #expect(result.status == 0, "\(result.errors)")
  let config = try program.text("run/config.json")
  #expect(config.contains("\"embedding\" : 4"))
  try program.write(
    config.replacing("\"embedding\" : 4", with: "\"embedding\" : 100000"), to: "run/config.json")
  let resumed = try program.start(["train", "--resume", "--out", "run"], memoryLimit: 500_000).wait()
  #expect(resumed.status == 65 && resumed.errors.contains("input.weight"), "\(resumed.errors)")
}

/// The best model of word vectors is the last one, and the end of the run writes it again.
@Test func aDamagedModelDoesNotStopAResume() throws {
  let program = try program()
  defer { program.remove() }
  #expect(try program.run(["train", "text.txt", "--epochs", "2", "--out", "run", "--quiet"] + small).status == 0)
  let model = try Data(contentsOf: program.file("run/model.safetensors"))
  try model.prefix(20).write(to: program.file("run/model.safetensors"))
  let result = try program("train", "--resume", "--out", "run", "--quiet")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try Data(contentsOf: program.file("run/model.safetensors")) == model)
}

@Test func aRunStoppedWithinAnEpochReportsTheLossOfTheWholeEpoch() throws {
  let program = try program()
  defer { program.remove() }
  try program.write(smallText(lines: 12_000), to: "long.txt")
  let training = ["train", "long.txt", "--epochs", "40", "--quiet"] + small
  #expect(try program.run(training + ["--out", "whole"]).status == 0)
  let chunks = try #require(lines(program, "whole").last?.step) / 40
  #expect(chunks == 6)
  var stopsWithin = 0, attempts = 0
  while true {
    attempts += 1
    try #require(attempts < 50, "the run makes no progress")
    let canResume = FileManager.default.fileExists(atPath: program.file("stopped/last").path)
    let running = try program.start(
      canResume
        ? ["train", "--resume", "--out", "stopped", "--quiet"] : training + ["--out", "stopped", "--overwrite"])
    if stopsWithin < 3 {
      let chunks = Int.random(in: 1...20), before = program.lineCount("stopped/metrics.jsonl")
      running.reaches { program.lineCount("stopped/metrics.jsonl") >= before + chunks }
      _ = running.kill(SIGTERM)
    }
    let status = try running.wait().status
    if status == 0 { break }
    try #require(status == 143)
    let step = try program.text("stopped/last/state.json").firstMatch(of: /"step" : (\d+)/).flatMap { Int($0.1) }
    if try #require(step) % chunks != 0 { stopsWithin += 1 }
  }
  #expect(stopsWithin > 0)
  let (expected, found) = (try RunLeavings(of: "whole", in: program), try RunLeavings(of: "stopped", in: program))
  #expect(found.names == expected.names && found.metrics == expected.metrics)
  for (name, data) in expected.files { #expect(found.files[name] == data, "\(name)") }
}

@Test func aRunRemembersTheNewLocationOfItsText() throws {
  let program = try program()
  defer { program.remove() }
  #expect(try program.run(["train", "text.txt", "--epochs", "1", "--out", "run", "--quiet"] + small).status == 0)
  try FileManager.default.moveItem(at: program.file("text.txt"), to: program.file("moved.txt"))
  let lost = try program("train", "--resume", "--out", "run")
  #expect(
    lost.status == 66 && lost.errors.contains("text.txt")
      && lost.errors.contains("Name the text file where it is now, together with --resume"))
  #expect(try program("train", "moved.txt", "--resume", "--out", "run").status == 0)
  #expect(try program("train", "--resume", "--out", "run").status == 0)
}

@Test(arguments: [(SIGINT, 130, "interrupted"), (SIGTERM, 143, "asked to stop")])
func aSignalSavesTheRunAndEndsIt(signal: Int32, status: Int32, word: String) throws {
  let program = try program()
  defer { program.remove() }
  let running = try program.start(["train", "text.txt", "--epochs", "100000", "--out", "run"] + small)
  #expect(running.reaches { program.lineCount("run/metrics.jsonl") > 5 })
  #expect(running.kill(signal))
  let result = try running.wait()
  #expect(result.status == status && result.output.isEmpty, "\(result.errors)")
  #expect(result.errors.contains(word) && result.errors.contains("train --resume --out run"))
  // The checkpoint includes every line that was written.
  let step = try #require(try lines(program, "run").last?.step)
  #expect(try program.text("run/last/state.json").contains("\"step\" : \(step)"))
}

/// A finished run, and faulty ones.
private let folder: Program = {
  do {
    let program = try program()
    try program.write(smallText(lines: 300), to: "other.txt")
    try program.write("", to: "empty.txt")
    try program.write("rare words only\n", to: "rare.txt")
    try program.write("alone\nlonely\nalone\nlonely\n", to: "alone.txt")
    try (Data("A fine start, ".utf8) + Data([0xFF, 0xFE])).write(to: program.file("latin.txt"))
    let result = try program.run(["train", "text.txt", "--epochs", "1", "--out", "run", "--quiet"] + small)
    precondition(result.status == 0, result.errors)
    for name in ["bare", "cut", "foreign"] {
      try FileManager.default.copyItem(at: program.file("run"), to: program.file(name))
    }
    try FileManager.default.removeItem(at: program.file("bare/last"))
    let model = try Data(contentsOf: program.file("cut/last/model.safetensors"))
    try model.prefix(model.count - 8).write(to: program.file("cut/last/model.safetensors"))
    try program.write(
      #"{"kind": "word-vectors", "words": ["other", "words"], "counts": [2, 1]}"#, to: "foreign/vocabulary.json")
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: [
  WrongCommand("train", 64, "FILE"),
  WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("train empty.txt --out new", 65, "empty.txt", "empty"),
  WrongCommand("train rare.txt --out new", 65, "rare.txt", "5 times", "--minimum-count 1 and --subsample 0"),
  WrongCommand("train latin.txt --out new", 65, "latin.txt", "0xFF", "--lossy"),
  WrongCommand("train alone.txt --out new --minimum-count 2", 65, "alone.txt", "no two words", "--sentences"),
  WrongCommand("train alone.txt --out new --minimum-count 2 --method glove", 65, "alone.txt", "no two words"),
  WrongCommand("train alone.txt --out new --minimum-count 2 --objective softmax", 65, "alone.txt", "no two words"),
  WrongCommand("train text.txt --out new --method glove --maximum-count 1e300", 64, "--maximum-count"),
  WrongCommand("train text.txt --out new --method skipgram", 64, "skip-gram"),
  WrongCommand("train text.txt --out new --objective soft", 64, "softmax"),
  WrongCommand("train text.txt --out new --embedding 0", 64, "--embedding"),
  WrongCommand("train text.txt --out new --negative 61", 64, "--negative"),
  WrongCommand("train text.txt --out new --objective softmax --negative 3", 64, "--negative", "negative-sampling"),
  WrongCommand("train text.txt --out new --objective softmax --method cbow", 64, "softmax", "cbow"),
  WrongCommand("train text.txt --out new --method glove --negative 3", 64, "--negative", "glove"),
  WrongCommand("train text.txt --out new --maximum-count 3", 64, "--maximum-count", "skip-gram"),
  WrongCommand("train text.txt --out new --learning-rate 0", 64, "--learning-rate"),
  WrongCommand("train text.txt --out new --minimum-learning-rate 1", 64, "--minimum-learning-rate"),
  WrongCommand("train text.txt --out new --epochs 3 --window 0", 64, "--window"),
  WrongCommand("train text.txt --out run", 73, "run", "--overwrite"),
  WrongCommand("train text.txt --out text.txt", 73, "text.txt"),
  WrongCommand("train --resume --out nowhere", 66, "nowhere"),
  WrongCommand("train --resume", 66, "runs/"),
  WrongCommand("train --resume --out bare", 66, "bare", "checkpoint"),
  WrongCommand("train --resume --out cut", 65, "cut/last/model.safetensors"),
  WrongCommand("train --resume --out foreign", 65, "foreign/vocabulary.json", "text.txt"),
  WrongCommand("train --resume --out run --embedding 5", 64, "--embedding", "--resume"),
  WrongCommand("train --resume --out run --config run/config.json", 64, "--config", "--resume"),
  WrongCommand("train text.txt --out new --config nowhere.json", 66, "nowhere.json"),
  WrongCommand("train text.txt --out new --split word", 64, "--pattern", "letters"),
  WrongCommand("train text.txt --out new --size 50", 64, "--embedding"),
  WrongCommand("train other.txt --resume --out run", 65, "other.txt", "run", "fingerprint"),
])
func faultyTrainingCommandsAreRefused(_ command: WrongCommand) throws {
  let before = try RunLeavings(of: "run", in: folder)
  try folder.expectRefusal(command)
  #expect(try RunLeavings(of: "run", in: folder) == before)
}

@Test func aLossThatIsNotFiniteEndsTheRun() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--learning-rate", "1e30", "--epochs", "30", "--quiet"] + small)
  #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
  #expect(result.errors.contains("finite") && result.errors.contains("--learning-rate"))
}

/// There is only one batch, and its loss is that of the vectors before they overflowed.
@Test func vectorsThatAreNotFiniteAreNotSaved() throws {
  let program = try program()
  defer { program.remove() }
  try program.write("apple pear\n", to: "two.txt")
  let result = try program.run(
    ["train", "two.txt", "--out", "run", "--learning-rate", "1e300", "--epochs", "1", "--quiet"] + small)
  #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
  #expect(result.errors.contains("finite") && result.errors.contains("--learning-rate"))
  #expect(!FileManager.default.fileExists(atPath: program.file("run/vectors.txt").path))
}

@Test func aRunThatLearnedNothingFails() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--epochs", "2", "--minimum-count", "1", "--subsample", "1e-30"])
  #expect(result.status == 65 && result.output.isEmpty && !result.errors.contains("Next:"), "\(result.errors)")
  #expect(result.errors.contains("nothing was learned") && result.errors.contains("--subsample 0"))
  #expect(try lines(program, "run").map(\.epoch_loss) == [nil, nil])
  #expect(try lines(program, "run").allSatisfy { $0.learning_rate > 0 })
  #expect(!FileManager.default.fileExists(atPath: program.file("run/vectors.txt").path))
}

@Test func gloveTrainsAnswersQueriesAndCountsItsParameters() throws {
  let program = try program()
  defer { program.remove() }
  let trained = try program.run(
    ["train", "text.txt", "--method", "glove", "--embedding", "12", "--minimum-count", "1", "--out", "run", "--quiet"])
  #expect(trained.status == 0, "\(trained.errors)")
  // Its loss is not the logarithm of a probability.
  let said = trained.output + (try program.text("run/loss.svg"))
  #expect(said.contains("weighted square per pair") && !said.contains("nats"))
  // Queries use the vectors of the file: the sums of both tables.
  let own = try program("similarity", "apple", "pear", "--model", "run", "--json")
  let file = try program("similarity", "apple", "pear", "--vectors", "run/vectors.txt", "--json")
  #expect(own.status == 0 && own.output == file.output)
  let parameters = try program("parameters", "--model", "run").output
  #expect(parameters.contains("\(2 * 12 * 12 + 2 * 12)") && parameters.contains("glove"))
}
