import Foundation
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
