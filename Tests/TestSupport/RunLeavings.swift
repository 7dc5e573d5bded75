import Foundation
import Testing

/// All that a training run leaves in its folder, but for times: what must be the same whether or not it was killed on
/// the way.
public struct RunLeavings: Equatable {
  /// The names of all files and folders, deep down.
  public private(set) var names: [String] = []
  /// What they hold, those left out that say when and where.
  public private(set) var files: [String: Data] = [:]
  /// The lines of `metrics.jsonl` without times.
  public private(set) var metrics: [[String: NSNumber]] = []
  /// Where the training stood, without times.
  public private(set) var state: [String: NSObject] = [:]

  /// Reads the folder of a run.
  public init(of run: String, in program: Program) throws {
    names = try FileManager.default.subpathsOfDirectory(atPath: program.file(run).path).sorted()
    for name in names
    where !["config.json", "metrics.jsonl", "state.json"].contains((name as NSString).lastPathComponent) {
      files[name] = try? Data(contentsOf: program.file("\(run)/\(name)"))
    }
    metrics = try program.text(run + "/metrics.jsonl").split(separator: "\n").map { line in
      var fields = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: NSNumber])
      for time in ["elapsed_s", "tokens_per_second"] { fields[time] = nil }
      return fields
    }
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: program.file(run + "/last/state.json")))
    let fields = try #require((object as? [String: Any])?["training"] as? [String: NSObject])
    state = fields.filter { $0.key != "seconds" }
  }
}
