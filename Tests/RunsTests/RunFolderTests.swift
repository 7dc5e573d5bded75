import Files
import Foundation
import Layers
import Runs
import TestSupport
import Testing
import Training

/// An earlier run stays until the new one has a checkpoint. With a subfolder of the user's, the folder itself stays, and
/// its files are replaced one by one.
@Test(arguments: ["notes.txt", "sub/notes.txt"])
func aNewRunReplacesAnEarlierOneAtItsFirstCheckpoint(notes: String) throws {
  try withTemporaryFolder { parent in
    let path = parent + "/run"
    func line(_ step: Int) -> Metrics {
      Metrics(
        step: step, tokens: 0, trainLoss: 1, validationLoss: nil, learningRate: 0.1, gradientNorm: 1,
        tokensPerSecond: 1, elapsed: 1)
    }
    func start(_ name: String) throws -> RunFolder {
      let folder = try RunFolder(creating: path, otherFiles: ["vectors.txt"])
      try folder.write(name, to: "config.json")
      try folder.write("{}", to: "tokenizer.json")
      try folder.append(line(1))
      return folder
    }
    func save(_ folder: RunFolder) throws {
      try folder.saveCheckpoint(TrainingState(seed: 0, step: 1), Linear(2, 2), optimizerState: nil)
    }
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    do {
      let first = try start("first")
      #expect(first.place == path)
      try save(first)
      try first.keepModel(Linear(2, 2), step: 1)
      try first.write("x", to: "vectors.txt")
      try first.append(line(2))
    }
    try createFolder((path + "/" + notes as NSString).deletingLastPathComponent)
    try writeFile("mine", to: path + "/" + notes)
    let before = try names()
    // Runs that end before their first checkpoint leave everything as it was.
    do { #expect(try start("second").place != path) }
    #expect(try names() == before && FileManager.default.contentsOfDirectory(atPath: parent) == ["run"])
    #expect(try String(contentsOfFile: path + "/config.json", encoding: .utf8) == "first")
    let third = try start("third")
    #expect(throws: Problem.self) { try RunFolder(opening: path) }
    try save(third)
    #expect(third.place == path && third.file("last") == path + "/last")
    let top = notes.split(separator: "/").map(String.init)[0]
    #expect(try names() == ["config.json", "last", "metrics.jsonl", top, "tokenizer.json"].sorted())
    #expect(try String(contentsOfFile: path + "/" + notes, encoding: .utf8) == "mine")
    #expect(try String(contentsOfFile: path + "/config.json", encoding: .utf8) == "third")
    // It goes on in the same place, and other processes stay out.
    try third.append(line(3))
    try save(third)
    #expect(try Metrics.read(path + "/metrics.jsonl").map(\.step) == [1, 3])
    #expect(throws: Problem.self) { try RunFolder(opening: path) }
    #expect(try third.lastCheckpoint().training.step == 1)
  }
}

/// Files of the user under the names of a run's folders are neither removed nor overwritten.
@Test(arguments: ["last/mine", "checkpoints/mine"]) func aNewRunLeavesUnrelatedFoldersAlone(name: String) throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try createFolder((path + "/" + name as NSString).deletingLastPathComponent)
  try writeFile("mine", to: path + "/" + name)
  try writeFile("old", to: path + "/config.json")
  let problem = #expect(throws: Problem.self) { try RunFolder(creating: path) }
  #expect(problem?.kind == .cannotCreate)
  #expect(try String(contentsOfFile: path + "/" + name, encoding: .utf8) == "mine")
  #expect(try String(contentsOfFile: path + "/config.json", encoding: .utf8) == "old")
}

@Test func twoProcessesDoNotShareARun() throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  let first = try RunFolder(creating: path)
  try first.write("x", to: "config.json")
  for open in [{ try RunFolder(creating: $0) }, { try RunFolder(opening: $0) }] as [(String) throws -> RunFolder] {
    let problem = #expect(throws: Problem.self) { try open(path) }
    #expect(problem?.kind == .cannotCreate && problem?.message.contains("another process") == true)
  }
  #expect(FileManager.default.fileExists(atPath: first.file("config.json")))
}
