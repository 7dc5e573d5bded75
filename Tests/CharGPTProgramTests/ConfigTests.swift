import Foundation
import TestSupport
import Testing

/// The names of a JSON object's values, at any depth.
private func keys(_ object: [String: Any]) -> [String] {
  object.flatMap { key, value in (value as? [String: Any]).map(keys) ?? [key] }
}

@Test func aRunsOwnConfigurationRepeatsIt() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let options = [
    "--steps", "4", "--no-bias", "--dropout", "0.1", "--warmup", "1", "--seed", "7", "--learning-rate", "0.003",
    "--validation", "0.2", "--evaluate-batches", "2", "--accumulate", "2", "--decay", "linear",
  ]
  #expect(try program.run(["train", "text.txt", "--out", "one"] + options + tinyShape).status == 0)
  let repeated = try program.run(["train", "--config", "one/config.json", "--out", "two"])
  #expect(repeated.status == 0, "\(repeated.errors)")
  #expect(try program.text("one/config.json") == program.text("two/config.json"))
  #expect(
    try Data(contentsOf: program.file("one/model.safetensors"))
      == Data(contentsOf: program.file("two/model.safetensors")))
  // What the command line says comes first.
  #expect(try program.run(["train", "--config", "one/config.json", "--out", "three", "--steps", "2"]).status == 0)
  #expect(try program.text("three/config.json").contains("\"steps\" : 2"))
}

@Test func aShortConfigurationOfOnesOwnIsRead() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try program.write(
    #"{"text": "text.txt", "layers": 1, "heads": 2, "embedding": 16, "context": 16, "batch": 4, "steps": 3, "bias": false}"#,
    to: "run.json")
  let result = try program.run(["train", "--config", "run.json", "--out", "run"])
  #expect(result.status == 0, "\(result.errors)")
  let config = try program.text("run/config.json")
  #expect(config.contains("\"steps\" : 3") && config.contains("\"bias\" : false") && config.contains("\"layers\" : 1"))
}

/// What a configuration records is called as the option that sets it.
@Test func theKeysOfAConfigurationAreTheNamesOfOptions() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program.run(["train", "text.txt", "--out", "run", "--steps", "1"] + tinyShape).status == 0)
  let object = try #require(
    try JSONSerialization.jsonObject(with: Data(contentsOf: program.file("run/config.json"))) as? [String: Any])
  let help = try program("train", "--help").output
  // Facts about the text and the model that no option sets.
  let facts: Set = [
    "program", "machine", "path", "bytes", "fingerprint", "vocabulary", "activation", "epsilon", "paths",
  ]
  for key in keys(object) where !facts.contains(key) {
    let name = key.replacing("_", with: "-")
    #expect(help.contains("--\(name) ") || help.contains("--no-\(name) "), "\(key)")
  }
}

/// A run folder of version 0.1 as it was written in November 2026, with the names of that time.
@Test func anOldConfigurationIsReadWithItsFormerNames() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program.run(["train", "text.txt", "--out", "run", "--steps", "2"] + tinyShape).status == 0)
  var config = try program.text("run/config.json")
  for (new, old) in [
    ("vocabulary", "vocabulary_size"), ("context", "context_length"), ("layers", "layer_count"),
    ("heads", "head_count"),
    ("embedding", "width"), ("bias", "has_biases"), ("batch", "batch_size"), ("accumulate", "accumulation"),
    ("skip_bad_steps", "skips_bad_steps"),
  ] {
    #expect(config.contains("\"\(new)\""), "\(new)")
    config.replace("\"\(new)\"", with: "\"\(old)\"")
  }
  try program.write(config, to: "run/config.json")
  #expect(try program("sample", "--model", "run", "--tokens", "3").status == 0)
  let resumed = try program("train", "--resume", "--out", "run", "--steps", "4", "--quiet")
  #expect(resumed.status == 0, "\(resumed.errors)")
}

@Test func resumingAFinishedRunSaysThatItIsFinished() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program.run(["train", "text.txt", "--out", "run", "--steps", "2"] + tinyShape).status == 0)
  let result = try program("train", "--resume", "--out", "run")
  #expect(result.status == 0)
  #expect(result.errors.contains("run is finished: all 2 steps are done; --steps 4 trains it further"))
}
