import Console
import Foundation
import Layers
import Reports
import Runs
import Tensors
import TestSupport
import Testing
import Training

/// Files of metrics for other programs have each line once, however often a run is killed and resumed.
struct MetricsFilesTests {
  /// A run of 20 steps with a line after each, in a folder of its own.
  private final class Fixture {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)").path
    let model = Linear(3, 2, bias: true)

    /// Begins the run, or resumes it, and takes it to a step; what follows the last checkpoint is lost.
    func run(to last: Int, checkpoint: Int, files: [MetricsFile]) throws {
      let isNew = !FileManager.default.fileExists(atPath: path)
      let folder = try isNew ? RunFolder(creating: path) : RunFolder(opening: path)
      for name in ["config.json", "tokenizer.json"] where isNew { try folder.write("{}", to: name) }
      let run = Run(in: folder, resumeCommand: "", Remarks(quiet: true))
      run.metricsFiles = files
      var options = TrainingOptions()
      options.steps = 20
      let trainer = Trainer(model.namedParameters, options, tokensPerStep: 4, seed: 1)
      if isNew {
        model.initialize(seed: 1)
      } else {
        try folder.resume(from: folder.lastCheckpoint(), model, trainer)
        try run.restoreHistory()
      }
      while trainer.state.step < last {
        let step = try trainer.step([Float(1), 2], weights: [0.5, 0.5]) { [model] input, pass in
          (model(Tensor([1, 3], [input, 1, 2])) * 0.1).sum()
        }
        try run.report(trainer.metrics(of: step, validationLoss: nil), as: { _ in "" })
        if trainer.state.step == checkpoint { try folder.saveCheckpoint(model, trainer) }
      }
    }

    func data(_ file: MetricsFile) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(file.name))
    }

    /// The steps that a file has.
    func steps(_ file: MetricsFile) throws -> [Int] {
      switch file {
      case .csv:
        return String(decoding: try data(file), as: UTF8.self).split(separator: "\n").dropFirst()
          .compactMap { Int($0.prefix { $0 != "," }) }
      case .tensorBoard: return try EventRecord.all(in: data(file)).dropFirst().map(\.step)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test(arguments: MetricsFile.allCases) func aKilledRunLosesAndRepeatsNothing(_ file: MetricsFile) throws {
    let fixture = Fixture()
    try fixture.run(to: 9, checkpoint: 6, files: [file])
    #expect(try fixture.steps(file) == Array(1...9))
    try fixture.run(to: 13, checkpoint: 12, files: [file])
    try fixture.run(to: 20, checkpoint: 20, files: [file])
    #expect(try fixture.steps(file) == Array(1...20))
    // There is one header, too: a second one would be a record without a step.
    if file == .tensorBoard { #expect(try EventRecord.all(in: fixture.data(file)).count == 21) }
  }

  @Test(arguments: MetricsFile.allCases) func aFileThatIsAskedForLaterHasTheWholeRun(_ file: MetricsFile) throws {
    let fixture = Fixture()
    try fixture.run(to: 9, checkpoint: 6, files: [])
    #expect(throws: (any Error).self) { try fixture.data(file) }
    try fixture.run(to: 13, checkpoint: 12, files: [file])
    #expect(try fixture.steps(file) == Array(1...13))
    // The user may remove it.
    try FileManager.default.removeItem(atPath: fixture.path + "/" + file.name)
    try fixture.run(to: 20, checkpoint: 20, files: [file])
    #expect(try fixture.steps(file) == Array(1...20))
  }

  @Test func timesOfEventsDoNotGoBackward() throws {
    let fixture = Fixture(), start = Date().timeIntervalSince1970
    try fixture.run(to: 5, checkpoint: 5, files: [])
    try fixture.run(to: 8, checkpoint: 8, files: [.tensorBoard])
    let times = try EventRecord.all(in: fixture.data(.tensorBoard)).dropFirst().map(\.wallTime)
    #expect(times == times.sorted() && times.count == 8)
    #expect(times.allSatisfy { abs($0 - start) < 60 })
  }
}
