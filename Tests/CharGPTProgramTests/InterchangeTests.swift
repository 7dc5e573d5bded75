import Foundation
import Testing
import TestSupport

/// A folder with a trained model, its export, and faulty folders, created once.
private let folder: Program = {
  do {
    let program = try Program()
    try program.write(smallText() + "\t\u{301}\u{1F600}", to: "text.txt")
    func run(_ words: String...) throws {
      let result = try program.run(words)
      precondition(result.status == 0, result.errors)
    }
    let training = try program.run(
      ["train", "text.txt", "--out", "run", "--steps", "3", "--quiet"] + tinyShape)
    precondition(training.status == 0, training.errors)
    try run("export", "--model", "run", "--out", "there")
    try run("import", "there", "--out", "home")
    func copy(_ name: String) throws {
      try FileManager.default.copyItem(at: program.file("there"), to: program.file(name))
    }
    for name in ["relu6", "pair", "unread", "bare", "sharded", "lacking", "dropouts", "cut", "list", "strange"] {
      try copy(name)
    }
    let config = try program.text("relu6/config.json")
    try program.write(config.replacing("\"gelu\"", with: "\"relu6\""), to: "relu6/config.json")
    let pairs = #"{"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"#
    try program.write(pairs, to: "pair/tokenizer.json")
    try program.write("{}", to: "unread/tokenizer.json")
    for name in ["tokenizer.json", "tokenizer_config.json"] {
      try FileManager.default.removeItem(at: program.file("bare/\(name)"))
    }
    try FileManager.default.moveItem(
      at: program.file("sharded/model.safetensors"), to: program.file("sharded/model-00001-of-00002.safetensors"))
    try program.write("{}", to: "sharded/model.safetensors.index.json")
    try program.write(config.replacing("\"n_layer\" : 1", with: "\"n_layer\" : 2"), to: "lacking/config.json")
    try program.write(
      config.replacing("\"attn_pdrop\" : 0", with: "\"attn_pdrop\" : 0.5"), to: "dropouts/config.json")
    try program.write(String(config.dropLast(10)), to: "cut/config.json")
    try program.write("[1, 2]", to: "list/config.json")
    try program.write(config.replacing("\"gpt2\"", with: #""\u001b[2J""#), to: "strange/config.json")
    // A model among others, a folder in place of a file, and a run whose last save was cut off.
    try FileManager.default.createDirectory(at: program.file("models"), withIntermediateDirectories: true)
    try copy("models/checkpoints")
    try program.write("mine", to: "models/model.safetensors")
    try FileManager.default.createSymbolicLink(
      at: program.file("link"), withDestinationURL: program.file("models/checkpoints"))
    try FileManager.default.createDirectory(at: program.file("linked"), withIntermediateDirectories: true)
    try program.write(config, to: "linked/config.json")
    try FileManager.default.createSymbolicLink(
      at: program.file("linked/model.safetensors"), withDestinationURL: program.file("there/model.safetensors"))
    try FileManager.default.createDirectory(
      at: program.file("occupied/tokenizer.json"), withIntermediateDirectories: true)
    try program.write("mine", to: "occupied/model.safetensors")
    try program.write("mine", to: "occupied/tokenizer.json/deep")
    try FileManager.default.copyItem(at: program.file("run"), to: program.file("broken-off"))
    try FileManager.default.moveItem(
      at: program.file("broken-off/last"), to: program.file("broken-off/last.previous"))
    for name in ["pair", "bare"] { try run("import", name, "--out", "\(name)-here", "--quiet") }
    for (name, line) in [
      ("good", "1 2 3\n4 5"), ("escape", "1 \u{1B}[2J"), ("empty-line", "1 2\n\n3\n"), ("word", "1 2\n3 four\n"),
      ("beyond", "1 2\n3 9999\n"),
      ("negative", "-1"), ("huge", "1\n2\n99999999999999999999\n"),
      ("long", Array(repeating: "1", count: 17).joined(separator: " ")),
    ] { try program.write(line, to: "\(name).txt") }
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test func anExportedModelRoundTripsBitForBit() throws {
  #expect(
    try FileManager.default.contentsOfDirectory(atPath: folder.file("there").path).sorted()
      == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"])
  let result = try folder("import", "there", "--out", "home-again")
  #expect(result.status == 0 && result.output.contains("home-again"), "\(result.errors)")
  #expect(result.errors == "Next:  swift run char-gpt sample --model home-again\n")
  /// All numbers of a model; its header also records the step at which it was best.
  func numbers(_ model: String) throws -> Data {
    let data = try Data(contentsOf: folder.file("\(model)/model.safetensors"))
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return data.dropFirst(8 + length)
  }
  #expect(try numbers("home-again") == numbers("run") && numbers("home-again").count > 10_000)
  #expect(try folder.text("home-again/tokenizer.json") == folder.text("run/tokenizer.json"))
  let prompt = ["--prompt", "the \u{301}\u{1F600}", "--tokens", "30", "--seed", "5"]
  #expect(
    try folder.run(["sample", "--model", "home-again"] + prompt).output
      == folder.run(["sample", "--model", "run"] + prompt).output)
}

/// A Llama goes out and comes back with the same bits, and a model that transformers does not know is refused.
@Test func onlyModelsThatTransformersKnowsAreExported() throws {
  let base = ["train", "text.txt", "--steps", "2", "--quiet"] + tinyShape.dropFirst(2)
  for (name, options) in [("llama", ["--preset", "llama"]), ("other", ["--preset", "llama", "--soft-cap", "15"])] {
    let result = try folder.run(base + ["--out", name] + options)
    #expect(result.status == 0, "\(result.errors)")
  }
  let exported = try folder("export", "--model", "llama", "--out", "llama-there")
  #expect(exported.status == 0 && exported.output.contains("LlamaForCausalLM.from_pretrained"), "\(exported.errors)")
  #expect(try folder("import", "llama-there", "--out", "llama-home", "--quiet").status == 0)
  for model in ["llama", "llama-home"] {
    #expect(try folder("logits", "good.txt", "--model", model, "--out", "\(model).safetensors").status == 0)
  }
  #expect(
    try Data(contentsOf: folder.file("llama.safetensors")) == Data(contentsOf: folder.file("llama-home.safetensors")))
  let refused = try folder("export", "--model", "other", "--out", "other-there")
  #expect(refused.status == 64 && refused.errors.contains("Llama has no soft cap"), "\(refused.errors)")
  #expect(!FileManager.default.fileExists(atPath: folder.file("other-there").path))
}

@Test(arguments: ["pair", "bare"]) func aModelWithoutAKnownTokenizerDoesWhatNeedsNoTokenizer(name: String) throws {
  let model = "\(name)-here"
  let imported = try folder("import", name, "--out", "\(name)-again")
  #expect(imported.status == 0 && imported.errors.contains("tokenizer") && imported.errors.contains("\(name)"))
  for command in [
    ["parameters", "--model", model], ["logits", "good.txt", "--model", model, "--out", "\(name).safetensors"],
    ["export", "--model", model, "--out", "\(name)-there", "--quiet"],
  ] {
    let result = try folder.run(command)
    #expect(result.status == 0 && result.errors.isEmpty, "\(command): \(result.errors)")
  }
  for command in [["sample"], ["next", "--prompt", "a"], ["evaluate", "text.txt"]] {
    let result = try folder.run(command + ["--model", model])
    #expect(result.status == (name == "pair" ? 65 : 66) && result.output.isEmpty)
    #expect(result.errors.contains(name == "pair" ? "pair-here/tokenizer.json" : "no tokenizer.json"))
  }
  if name == "pair" {
    #expect(try folder.text("pair-here/tokenizer.json") == folder.text("pair/tokenizer.json"))
    #expect(try folder.text("pair-there/tokenizer.json") == folder.text("pair/tokenizer.json"))
  }
  #expect(
    try Data(contentsOf: folder.file("\(name)-there/model.safetensors"))
      == Data(contentsOf: folder.file("there/model.safetensors")))
}

@Test func logitsMatchNextForEachLine() throws {
  #expect(try folder("logits", "good.txt", "--model", "run", "--out", "logits.safetensors").status == 0)
  let data = try Data(contentsOf: folder.file("logits.safetensors"))
  let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  let header = try JSONSerialization.jsonObject(with: data.subdata(in: 8..<8 + length)) as? [String: Any]
  let characters = Set((smallText() + "\t\u{301}\u{1F600}").unicodeScalars).sorted()
  for (name, count) in [("1", 3), ("2", 2)] {
    let entry = try #require(header?[name] as? [String: Any])
    #expect(entry["shape"] as? [Int] == [count, characters.count])
  }
  // The likeliest character after the tokens of line 2.
  let end = data.suffix(4 * characters.count)
  let scores = end.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  let prompt = String(String.UnicodeScalarView([characters[4], characters[5]]))
  let next = try folder("next", "--model", "run", "--prompt", prompt, "--count", "1", "--json").output
  let likeliest = try #require(scores.indices.max { scores[$0] < scores[$1] })
  let object = try JSONSerialization.jsonObject(with: Data(next.utf8)) as? [String: Any]
  let first = (object?["next"] as? [[String: Any]])?.first?["token"] as? String
  #expect(first == String(characters[likeliest]))
}

@Test(arguments: [
  WrongCommand("export --model run", 64, "--out", "export --help"),
  WrongCommand("export --model run --out there", 73, "there", "config.json", "--overwrite"),
  WrongCommand("export --model run --out run --overwrite", 73, "run"),
  WrongCommand("export --model run --out text.txt/new", 73, "text.txt"),
  WrongCommand("export --model run --out run/last --overwrite", 73, "run/last", "which is an input"),
  WrongCommand("export --model run --out run/new --overwrite", 73, "run/new", "which is an input"),
  WrongCommand("export --model run/last --out run --overwrite", 73, "run/last", "which is an input"),
  WrongCommand("export --model home --out run --overwrite", 73, "run", "is a training run"),
  WrongCommand("export --model home --out run/last --overwrite", 73, "run/last", "is a training run"),
  WrongCommand("export --model home --out run/exported/new", 73, "run/exported/new", "is inside the training run"),
  WrongCommand("export --model home --out broken-off --overwrite", 73, "broken-off", "is a training run"),
  WrongCommand("export --model home --out broken-off/x", 73, "broken-off/x", "is inside the training run"),
  WrongCommand("export --model run --out occupied --overwrite", 73, "occupied/tokenizer.json", "folder"),
  WrongCommand("export --model there --out new", 65, "there/config.json"),
  WrongCommand("export --model nowhere --out new", 66, "nowhere"),
  WrongCommand("import", 64, "FOLDER"),
  WrongCommand("import there", 64, "--out"),
  WrongCommand("import nowhere --out new", 66, "nowhere"),
  WrongCommand("import text.txt --out new", 66, "text.txt"),
  WrongCommand("import run --out new", 65, "run/config.json", "model_type"),
  WrongCommand("import there --out home", 73, "home", "--overwrite"),
  WrongCommand("import there --out run", 73, "run", "is a training run"),
  WrongCommand("import there --out run --overwrite", 73, "run", "is a training run"),
  WrongCommand("import there --out run/last --overwrite", 73, "run/last", "is a training run"),
  WrongCommand("import models/checkpoints --out models --overwrite", 73, "models/checkpoints", "which is an input"),
  WrongCommand("import link --out models --overwrite", 73, "link", "which is an input"),
  WrongCommand("import models --out link/new", 73, "link/new", "which is an input"),
  WrongCommand("import linked --out there --overwrite", 73, "linked/model.safetensors", "which is an input"),
  WrongCommand("import there --out occupied --overwrite", 73, "occupied/tokenizer.json", "folder"),
  WrongCommand("import cut --out new", 65, "cut/config.json", "not valid JSON"),
  WrongCommand("import list --out new", 65, "list/config.json", "not an object"),
  WrongCommand("import strange --out new", 65, "strange/config.json", #""\u001b[2J""#),
  WrongCommand("import there --out ./there/ --overwrite", 73, "there"),
  WrongCommand("import relu6 --out new", 65, "relu6/config.json", "activation_function", "\"relu6\""),
  WrongCommand("import sharded --out new", 65, "sharded/model.safetensors.index.json"),
  WrongCommand("import lacking --out new", 65, "lacking/model.safetensors", "transformer.h.1.ln_1.weight"),
  WrongCommand("import unread --out new", 65, "unread/tokenizer.json"),
  WrongCommand("logits good.txt --model run", 64, "--out"),
  WrongCommand("logits nowhere.txt --model run --out new", 66, "nowhere.txt"),
  WrongCommand("logits good.txt --model run --out run/model.safetensors", 73, "run/model.safetensors", "an input"),
  WrongCommand("logits good.txt --model run --out ./run/../run/config.json", 73, "run/config.json", "an input"),
  WrongCommand("logits good.txt --model run --out good.txt", 73, "good.txt", "an input"),
  WrongCommand("logits good.txt --model link --out models/checkpoints/config.json", 73, "config.json", "an input"),
  WrongCommand("logits escape.txt --model run --out new", 65, "escape.txt", #""\u001b[2J""#),
  WrongCommand("logits empty-line.txt --model run --out new", 65, "empty-line.txt", "line 2"),
  WrongCommand("logits word.txt --model run --out new", 65, "word.txt", "line 2", "four"),
  WrongCommand("logits beyond.txt --model run --out new", 65, "beyond.txt", "line 2", "9999"),
  WrongCommand("logits negative.txt --model run --out new", 65, "negative.txt", "line 1", "-1"),
  WrongCommand("logits huge.txt --model run --out new", 65, "huge.txt", "line 3"),
  WrongCommand("logits long.txt --model run --out new", 65, "long.txt", "line 1", "17", "16"),
])
func interchangeMistakesGetAClearMessageAndLeaveNothingBehind(_ command: WrongCommand) throws {
  let before = try contents()
  try folder.expectRefusal(command)
  #expect(try contents() == before)
}

/// The files in the folders that must not change, with their sizes.
private func contents() throws -> [String: Int] {
  var sizes: [String: Int] = [:]
  for name in ["run", "there", "home", "models", "occupied", "broken-off"] {
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.file(name).path) {
      let file = "\(name)/\(path)"
      sizes[file] = try FileManager.default.attributesOfItem(atPath: folder.file(file).path)[.size] as? Int
    }
  }
  return sizes
}

@Test func manyLayersInAConfigurationTakeNoMemory() throws {
  try FileManager.default.copyItem(at: folder.file("there"), to: folder.file("deep"))
  let config = try folder.text("deep/config.json")
  try folder.write(config.replacing("\"n_layer\" : 1", with: "\"n_layer\" : 4096"), to: "deep/config.json")
  let result = try folder("import", "deep", "--out", "deep-here")
  #expect(result.status == 65 && result.errors.contains("4096 layers"), "\(result.errors)")
  #expect(!FileManager.default.fileExists(atPath: folder.file("deep-here").path))
}

@Test func differentDropoutsAreReportedUnlessQuiet() throws {
  let result = try folder("import", "dropouts", "--out", "dropped")
  #expect(result.status == 0 && result.errors.contains("dropouts/config.json: attn_pdrop is 0.5"), "\(result.errors)")
  #expect(try folder("import", "dropouts", "--out", "dropped-quietly", "--quiet").errors.isEmpty)
}

@Test func aRunNamedLastDoesNotClaimTheFoldersBesideIt() throws {
  try FileManager.default.createDirectory(at: folder.file("runs"), withIntermediateDirectories: true)
  try FileManager.default.copyItem(at: folder.file("run"), to: folder.file("runs/last"))
  #expect(try folder("export", "--model", "runs/last", "--out", "runs/beside").status == 0)
}

@Test func overwriteReplacesAModelAndLeavesOtherFilesAlone() throws {
  for (command, stale) in [
    (["export", "--model", "run"], "vocab.json"), (["import", "bare"], "tokenizer.json"),
  ] {
    let out = "over-\(command[0])"
    try FileManager.default.createDirectory(at: folder.file(out), withIntermediateDirectories: true)
    for name in [stale, "config.json", "mine.txt", "samples.txt"] { try folder.write("old", to: "\(out)/\(name)") }
    #expect(try folder.run(command + ["--out", out]).status == 73)
    #expect(try folder.text("\(out)/config.json") == "old")
    #expect(try folder.run(command + ["--out", out, "--overwrite"]).status == 0)
    let contents = try FileManager.default.contentsOfDirectory(atPath: folder.file(out).path)
    #expect(
      !contents.contains(stale) && Set(contents).isSuperset(of: ["mine.txt", "samples.txt", "model.safetensors"]))
    #expect(try folder.text("\(out)/config.json") != "old")
  }
}
