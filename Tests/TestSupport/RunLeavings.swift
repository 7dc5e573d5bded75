import Foundation
import Testing

/// The files of a training run, except for times: they must be the same whether or not the run was killed partway.
public struct RunLeavings: Equatable {
  /// The relative paths of all files and folders.
  public private(set) var names: [String] = []
  /// The contents of the files, except for those that record times and places.
  public private(set) var files: [String: Data] = [:]
  /// The lines of `metrics.jsonl` without times.
  public private(set) var metrics: [[String: NSNumber]] = []
  /// The training state without times.
  public private(set) var state: [String: NSObject] = [:]

  /// Reads the run folder.
  public init(of run: String, in program: Program) throws {
    names = try FileManager.default.subpathsOfDirectory(atPath: program.file(run).path).sorted()
    for name in names
    where !["config.json", "metrics.jsonl", "report.html", "state.json"].contains((name as NSString).lastPathComponent)
    {
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
