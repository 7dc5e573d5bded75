import Foundation
import Testing
import TestSupport

/// The contents of `ladder.json` and `--json` that the tests check.
private struct Ladder: Decodable, Equatable {
  struct Model: Decodable, Equatable {
    let name: String
    let parameters: Int
    var trainingS: Double
    let bitsPerCharacter: Double
    let characters: Int
    let percentAboveFloor: Double?
    let why: String
    let writes: String
  }

  let trainingCharacters, validationCharacters, distinctCharacters: Int
  let floorBitsPerCharacter: Double?
  var models: [Model]

  init(_ text: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: Data(text.utf8))
    for i in models.indices {
      #expect(models[i].trainingS >= 0)
      models[i].trainingS = 0
    }
  }
}

@Test func allModelsTrainAndEvaluateOnTheSameCharacters() throws {
  let program = try Program()
  defer { program.remove() }
  let text = smallText()
  try program.write(text, to: "text.txt")
  let result = try program.run(["run", "text.txt", "--out", "ladder", "--floor", "0.5"] + quick)
  #expect(result.status == 0, "\(result.errors)")
  #expect(
    try program.contents() == ["ladder"]
      + ["config.json", "ladder.json", "ladder.svg", "ladder.txt", "report.html"].map { "ladder/\($0)" } + ["text.txt"])
  let ladder = try Ladder(program.text("ladder/ladder.json"))
  #expect(
    ladder.models.map(\.name) == [
      "unigram", "bigram", "5-gram", "MLP", "RNN", "LSTM", "GPT", "GPT modern", "modern with counts",
    ])
  #expect(ladder.trainingCharacters == Int(0.9 * Double(text.unicodeScalars.count)))
  #expect(ladder.trainingCharacters + ladder.validationCharacters == text.unicodeScalars.count)
  let V = Set(text.unicodeScalars).count
  #expect(ladder.distinctCharacters == V)
  #expect(ladder.models[0].parameters == V + 4 && ladder.models[3].parameters == 33 * (V + 1) - 1 + 512 * (257 + V))
  #expect(ladder.models[4].parameters == 32 * V + 256 * (32 + 256 + 1) + 257 * V)
  #expect(ladder.models[5].parameters == 32 * V + 4 * 192 * (32 + 192 + 1) + 193 * V)
  for model in ladder.models {
    #expect(model.characters == ladder.validationCharacters)
    #expect(model.bitsPerCharacter > 0.01 && model.bitsPerCharacter < log2(Double(V)) + 0.2, "\(model)")
    #expect(abs((model.percentAboveFloor ?? 0) - 100 * (model.bitsPerCharacter / 0.5 - 1)) < 1e-9)
    // A model can draw the end of the only sentence, which is not a character.
    #expect((59...60).contains(model.writes.unicodeScalars.count), "\(model)")
    #expect(result.output.contains(model.name) && result.errors.contains("\(model.name): "))
  }
  let bits = ladder.models.map(\.bitsPerCharacter)
  #expect(bits[0] > bits[1] && bits[1] > bits[2] && bits[0] > bits[3])
  #expect(bits[8] < bits[2] && bits[8] < bits[7])
  let table = try program.text("ladder/ladder.txt")
  #expect(result.output.hasPrefix(table) && table.contains("above the floor"))
  let svg = try program.text("ladder/ladder.svg")
  #expect(svg.hasPrefix("<svg") && svg.contains(">GPT<") && svg.contains(">floor 0.500<"))
  #expect(svg.contains("bits per character on the last") && svg.contains("shorter is better"))
}

/// The figures in the sentences are those of the table.
@Test func eachRungSaysWhyItStandsWhereItStands() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(["run", "text.txt", "--out", "ladder", "--floor", "0.1"] + quick)
  let ladder = try Ladder(program.text("ladder/ladder.json")), bits = ladder.models.map(\.bitsPerCharacter)
  let blind = log2(Double(ladder.distinctCharacters))
  #expect(ladder.models[0].why.contains(String(format: "%.2f bits, ", bits[0])))
  #expect(ladder.models[0].why.hasSuffix(String(format: "takes %.2f bits", blind)))
  for (i, model) in ladder.models.enumerated().dropFirst() {
    let best = ladder.models[..<i].min { $0.bitsPerCharacter < $1.bitsPerCharacter }!
    let change = 100 * (model.bitsPerCharacter / best.bitsPerCharacter - 1)
    // So little training loses, and the sentence says how little it was.
    let steps = ["RNN": 3, "LSTM": 3, "MLP": 60, "GPT": 40][model.name]
    if change > 0, let steps { #expect(model.why.contains("but after \(steps) steps still"), "\(model.why)") }
    #expect(model.why.hasSuffix(" the \(best.name)"))
    if change >= 100 {
      let times = try #require(model.why.firstMatch(of: /needs ([0-9.,]+) times as many bits as/)?.1, "\(model.why)")
      let found = try #require(Double(times.replacing(",", with: ""))),
        factor = model.bitsPerCharacter / best.bitsPerCharacter
      #expect(abs(found / factor - 1) < 0.05)
      continue
    }
    let found = try #require(model.why.firstMatch(of: /([0-9.]+) % (fewer|more) bits than/), "\(model.why)")
    let told = try #require(Double(found.1))
    #expect(abs(abs(change) - told) <= (abs(change) < 10 ? 0.05 : 0.5), "\(model.why)")
    #expect((found.2 == "more") == (change > 0))
  }
  let lines = result.output.replacing(/\s+/, with: " ")
  #expect(ladder.models.allSatisfy { lines.contains("\($0.name) \($0.why) ") }, "\(lines)")
  #expect(lines.contains("floor the entropy that --floor names: the "))
}

@Test func theFloorOfATextFromTheGrammarIsComputed() throws {
  let program = try Program()
  defer { program.remove() }
  // Without a file, the text is data/generated.txt, whose floor its README names.
  let result = try program.run(
    ["run", "--out", "ladder", "--json", "--mlp-steps", "2", "--gpt-steps", "2"] + shortRecurrence + small)
  #expect(result.status == 0, "\(result.errors)")
  let ladder = try Ladder(result.output)
  #expect(abs(try #require(ladder.floorBitsPerCharacter) - 0.6696) < 5e-5 && ladder.validationCharacters == 100_048)
  #expect(ladder.models[2].why.contains("who \"he\" is") && result.errors.contains("the floor is known"))
  #expect(try object(program.text("ladder/config.json"))["floor"] == nil)
  #expect(try program.text("ladder/ladder.txt").contains("the information that the grammar"))
  // A floor that the user gives comes first, and another text has none.
  let given = try program.run(
    ["run", "--out", "given", "--json", "--floor", "0.5", "--mlp-steps", "2", "--gpt-steps", "2"] + shortRecurrence
      + small)
  #expect(try Ladder(given.output).floorBitsPerCharacter == 0.5)
  try program.write(smallText(), to: "text.txt")
  let other = try program.run(["run", "text.txt", "--out", "other", "--json"] + quick)
  #expect(try Ladder(other.output).floorBitsPerCharacter == nil && !other.output.contains("\\\"he\\\""))
}

@Test func aConfigFileRepeatsALadder() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let options = ["--seed", "3", "--floor", "0.5", "--validation", "0.2", "--layers", "1"] + quick
  #expect(try program.run(["run", "text.txt", "--out", "one"] + options).status == 0)
  let result = try program("run", "--config", "one/config.json", "--out", "two")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.text("one/config.json") == program.text("two/config.json"))
  #expect(try Ladder(program.text("one/ladder.json")) == Ladder(program.text("two/ladder.json")))
  #expect(try program("run", "--config", "one/config.json", "--gpt-steps", "5", "--out", "three").status == 0)
  let config = try object(program.text("three/config.json"))
  #expect(
    config["gpt_steps"] as? Int == 5 && config["mlp_steps"] as? Int == 60 && config["lstm_steps"] as? Int == 3
      && config["seed"] as? Int == 3)
}

@Test func theCommandsThatALadderSuggestsCanBePasted() throws {
  let program = try Program(), gpt = try Program("char-gpt")
  defer {
    program.remove()
    gpt.remove()
  }
  try program.write(smallText(), to: "my text.txt")
  let result = try program.run(["run", "my text.txt", "--out", "my ladder"] + quick)
  let next = result.errors.split(separator: "\n").suffix(2).map(String.init)
  #expect(next[0] == "Next:  swift run ladder run --config \"my ladder/config.json\" --gpt-steps 120", "\(next)")
  let train =
    "       swift run char-gpt train \"my text.txt\" --size tiny --layers 2 --heads 2 --embedding 64 "
  #expect(next[1].hasPrefix(train + "--context 32 --batch 12 --steps 40"), "\(next)")
  #expect(!result.output.contains("Next:"))
  try gpt.write(smallText(), to: "my text.txt")
  let words = next[1].replacing("\"my text.txt\"", with: "FILE").split(separator: " ").dropFirst(3)
  let training = try gpt.run(words.map { $0 == "FILE" ? "my text.txt" : String($0) } + ["--quiet"])
  #expect(training.status == 0, "\(training.errors)")
  #expect(try program.run(["run", "my text.txt", "--out", "still", "--quiet"] + quick).errors.isEmpty)
}

/// The same training by `char-gpt`, with the same characters evaluated in windows that overlap by half; one character
/// before the validation split is included as context.
@Test func theGPTTrainsAndEvaluatesAsInCharGPT() throws {
  let program = try Program(), gpt = try Program("char-gpt")
  defer {
    program.remove()
    gpt.remove()
  }
  let text = smallText(), start = Int(0.9 * Double(text.count))
  try program.write(text, to: "text.txt")
  try gpt.write(text, to: "text.txt")
  try gpt.write(String(text.dropFirst(start - 1)), to: "last.txt")
  let ladder = try Ladder(program.run(["run", "text.txt", "--json"] + quick).output).models[6]
  let options =
    [
      "--preset", "gpt2", "--size", "tiny", "--steps", "40", "--learning-rate", "5e-3", "--minimum-learning-rate",
      "1e-5",
    ]
    + ["--evaluate-every", "0"]
  #expect(try gpt.run(["train", "text.txt", "--out", "run", "--quiet"] + options).status == 0)
  // Tiny's context is 32.
  let evaluated = try gpt("evaluate", "last.txt", "--model", "run", "--stride", "16", "--json").output
  struct Figures: Decodable { let bits_per_character: Double }
  let bits = try JSONDecoder().decode(Figures.self, from: Data(evaluated.utf8)).bits_per_character
  // Only rounding differs; another stride would change the third decimal.
  #expect(abs(ladder.bitsPerCharacter - bits) < 1e-7)
}

/// The unigram's figure by hand, from each character's share of the training split.
@Test func theUnigramsBitsFollowFromCharacterFrequencies() throws {
  let program = try Program()
  defer { program.remove() }
  let text = Array(smallText().unicodeScalars), start = Int(0.75 * Double(text.count))
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(["run", "text.txt", "--validation", "0.25", "--json", "--quiet"] + quick)
  #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  let bits = try Ladder(result.output).models[0].bitsPerCharacter
  let counts = Dictionary(grouping: text[..<start], by: { $0 }).mapValues(\.count)
  let expected = text[start...].reduce(0.0) { $0 - log2(Double(counts[$1] ?? 0) / Double(start)) }
  // Smoothing takes at most 1.5 from each count.
  #expect(abs(bits - expected / Double(text.count - start)) < 0.01)
  #expect(try program.contents().contains("runs/text-ladder/ladder.json"))
}

@Test func sameSeedGivesTheSameBitsOnOneThreadAndOnTwo() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  func ladder(_ options: String...) throws -> Ladder {
    let result = try program.run(["run", "text.txt", "--json"] + quick + options)
    #expect(result.status == 0, "\(result.errors)")
    return try Ladder(result.output)
  }
  let one = try ladder("--threads", "1")
  #expect(try ladder("--threads", "2") == one)
  #expect(
    try ladder("--threads", "2", "--seed", "8").models.map(\.bitsPerCharacter) != one.models.map(\.bitsPerCharacter))
}

/// Tiny has two blocks of 12 D^2 + 13 D parameters with D = 64, and 32 positions of 64 numbers each.
@Test func layersAndContextChangeOnlyTheGPTs() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  func models(_ options: String...) throws -> [Ladder.Model] {
    try Ladder(program.run(["run", "text.txt", "--json", "--overwrite"] + quick + options).output).models
  }
  let (small, other) = (try models(), try models("--layers", "1", "--context", "100"))
  #expect(small.dropLast(3) == other.dropLast(3))
  #expect(other[6].parameters - small[6].parameters == (100 - 32) * 64 - (12 * 64 * 64 + 13 * 64))
  #expect(other[6].characters == small[6].characters && other[6].bitsPerCharacter != small[6].bitsPerCharacter)
}

@Test func aFloorAboveAModelIsReported() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(["run", "text.txt", "--floor", "4.2", "--out", "ladder"] + quick)
  #expect(result.status == 0 && result.errors.contains("5-gram is below the floor"), "\(result.errors)")
}

@Test func aSignalEndsTheLadderAndKeepsItsMeasurements() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let running = try program.start(
    ["run", "text.txt", "--out", "ladder", "--size", "tiny", "--mlp-steps", "1000000"])
  #expect(running.reaches { (try? program.text("ladder/ladder.json").contains("5-gram")) == true })
  #expect(running.kill(SIGINT))
  let result = try running.wait()
  #expect(result.status == 130 && result.output.isEmpty, "\(result.errors)")
  let lines = result.errors.split(separator: "\n").suffix(2).joined(separator: "\n")
  #expect(
    lines.contains("interrupted while training the MLP, after step") && lines.contains("unigram, bigram, 5-gram"),
    "\(lines)")
  #expect(try Ladder(program.text("ladder/ladder.json")).models.map(\.name) == ["unigram", "bigram", "5-gram"])
}
