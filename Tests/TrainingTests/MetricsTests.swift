import Files
import Foundation
import Testing
import Training

private func temporaryFile() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("metrics-\(UUID().uuidString).jsonl").path
}

@Test func metricsReadBackWithTheSameBits() throws {
  let line = Metrics(
    step: 7, tokens: 5376, trainLoss: 0.1 + 0.2, validationLoss: 1 / 3, learningRate: 1e-4, gradientNorm: 2 / 3,
    tokensPerSecond: 12_345, elapsed: 1.5)
  let path = temporaryFile()
  defer { try? FileManager.default.removeItem(atPath: path) }
  try writeFile(line.line + "\n", to: path)
  #expect(try Metrics.read(path) == [line])
}

@Test func linesOfAnEpochAndOfASkippedStepReadBackUnchanged() throws {
  let lines = [
    Metrics(
      step: 8, tokens: 80, trainLoss: 0.75, validationLoss: nil, learningRate: 0.025, gradientNorm: nil,
      tokensPerSecond: 7, elapsed: 2, epochLoss: 0.1 + 0.2),
    Metrics(
      step: 9, tokens: 90, trainLoss: nil, validationLoss: nil, learningRate: 0.025, gradientNorm: 0,
      tokensPerSecond: 7, elapsed: 2.25, skippedSteps: 3),
  ]
  let path = temporaryFile()
  defer { try? FileManager.default.removeItem(atPath: path) }
  // A killed run can leave half a line.
  try writeFile(lines.map { $0.line + "\n" }.joined() + "{\"step\":1", to: path)
  #expect(try Metrics.read(path) == lines)
  try writeFile("{\"step\":1", to: path)
  #expect(try Metrics.read(path).isEmpty)
}

@Test func theNumberOfACorruptLineIsReported() throws {
  let path = temporaryFile()
  defer { try? FileManager.default.removeItem(atPath: path) }
  try writeFile("{\"step\":1}\n", to: path)
  let problem = #expect(throws: Problem.self) { try Metrics.read(path) }
  #expect(problem?.kind == .badData && problem?.message.contains("line 1") == true)
}
