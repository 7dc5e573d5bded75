import Foundation
import TestSupport

extension Program {
  /// The built `assistant`.
  init() throws { try self.init("assistant") }
}

/// The options of a run of some seconds.
let tinyRun = [
  "--countries", "4", "--gaps", "1", "--characters", "100000", "--examples", "120", "--tests", "6", "--preferences",
  "24",
  "--vocabulary", "500", "--layers", "1", "--heads", "2", "--embedding", "16", "--steps", "8", "--epochs", "1",
  "--rounds", "2",
]

/// A finished tiny run in the folder `run`; its folder is never removed, since all tests look into it.
let finished: Program = {
  do {
    let program = try Program()
    let result = try program.run(["run"] + tinyRun + ["--out", "run", "--quiet"])
    guard result.status == 0 else { fatalError("assistant run: \(result.errors)") }
    return program
  } catch {
    fatalError("assistant run: \(error)")
  }
}()

/// The files that hold the results of each stage.
func models(of run: String, in program: Program) throws -> [String: Data] {
  try Dictionary(
    uniqueKeysWithValues: ["pretrained", "tuned", "reward", "dpo", "ppo"].flatMap { stage in
      ["model.safetensors", "last/optimizer.safetensors"].map { "\(stage)/\($0)" }
    }.map { ($0, try Data(contentsOf: program.file("\(run)/\($0)"))) })
}
