import Console
import Files
import Foundation
import Reports
import Training
import Transformers

/// A run as its folder tells it, for lists and comparisons. The run may be in progress.
struct ListedRun {
  /// What is known of a run in numbers.
  struct Figures: Encodable {
    let model: String
    let text: String
    let parameters: Int
    let steps: Int
    /// The steps done so far.
    let step: Int?
    /// The step with the lowest validation loss, and that loss.
    let bestStep: Int?
    let validationLoss: Double?
    let trainLoss: Float?
    let elapsedS: Double?
  }

  let folder: String
  let record: GPTRunRecord
  let metrics: [Metrics]

  /// Reads the record and the metrics of a run.
  ///
  /// - Throws: `Problem` if the folder holds no training run of this program.
  init(_ folder: String) throws {
    self.folder = folder
    try requireFiles(["config.json", "metrics.jsonl"], of: "a training run", in: folder)
    record = try Self.record(in: folder)
    metrics = try Metrics.read((folder as NSString).appendingPathComponent("metrics.jsonl"))
  }

  /// Reads the record of a run.
  ///
  /// - Throws: `Problem` if the folder holds none of this program.
  static func record(in folder: String) throws -> GPTRunRecord {
    let path = (folder as NSString).appendingPathComponent("config.json")
    let record = try readFile(json: GPTRunRecord.self, describing: "a training run of char-gpt", at: path)
    try record.validate()
    return record
  }

  /// Returns all runs under `runs/`, in the order in which they were last written.
  static func all(_ remarks: Remarks) -> [ListedRun] {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: "runs")) ?? []).map { "runs/\($0)" }
    let dated = names.compactMap { folder -> (run: ListedRun, date: Date)? in
      let path = "\(folder)/metrics.jsonl"
      guard manager.fileExists(atPath: "\(folder)/tokenizer.json"),
        let date = try? manager.attributesOfItem(atPath: path)[.modificationDate] as? Date
      else { return nil }
      do {
        return (try ListedRun(folder), date)
      } catch {
        remarks.say("\(shellQuoted(folder)) is left out: \((error as? Problem)?.message ?? "\(error)")")
        return nil
      }
    }
    return dated.sorted { ($0.date, $0.run.folder) < ($1.date, $1.run.folder) }.map(\.run)
  }

  /// The last part of the folder's path.
  var name: String { folder.split(separator: "/").last.map(String.init) ?? folder }

  var figures: Figures {
    let best = metrics.filter { $0.validationLoss?.isFinite == true }
      .min { ($0.validationLoss ?? 0) < ($1.validationLoss ?? 0) }
    return Figures(
      model: folder, text: record.text.path, parameters: GPT(record.model).parameterCount, steps: record.training.steps,
      step: metrics.last?.step, bestStep: best?.step, validationLoss: best?.validationLoss,
      trainLoss: metrics.last { $0.trainLoss != nil }?.trainLoss, elapsedS: metrics.last?.elapsed)
  }
}
