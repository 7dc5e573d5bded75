import Files
import Foundation
import Runs
import Testing
import Training

@Test func aNewRunReplacesWhatTheLastOneLeft() throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  func line(_ step: Int) -> Metrics {
    Metrics(
      step: step, tokens: 0, trainLoss: 1, validationLoss: nil, learningRate: 0.1, gradientNorm: 1, tokensPerSecond: 1,
      elapsed: 1)
  }
  for steps in [[1, 2, 3], [4]] {
    let folder = try RunFolder(creating: path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
    try folder.write("x", to: "config.json")
    for step in steps { try folder.append(line(step)) }
  }
  #expect(try Metrics.read(path + "/metrics.jsonl").map(\.step) == [4])
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
