import Corpora
import Files
import Foundation

/// The contents of a run's `config.json`: all settings of the run, so it can be understood, repeated and resumed.
public protocol RunRecord: Codable, Equatable {
  /// The text that the run trains on.
  var text: TextRecord { get set }

  /// Checks values that came from a file.
  ///
  /// - Throws: `Problem` if no run can have these settings.
  func validate() throws
}

extension RunRecord {
  /// Reads the record of a run.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such run, `badData` if its record is not valid.
  public init(ofRun folder: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Problem(
        .missing, "there is no run \(folder) to resume",
        suggestion: "Leave out \(Problem.setting("resume")) to start one.")
    }
    let path = (folder as NSString).appendingPathComponent("config.json")
    self = try readFile(json: Self.self, describing: "a run of this program that can be resumed", at: path)
    do {
      try validate()
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  /// Reads the text of a run, and checks that it is still the same.
  ///
  /// - Parameters:
  ///   - newPath: where the text is now, if it was moved.
  ///   - read: reads the text at a path; returns it and its record.
  /// - Throws: `Problem` of kind `missing` if the text is gone, `badData` if it has changed.
  public func readText<Text>(
    ofRun folder: String, at newPath: String?, read: (_ path: String) throws -> (Text, TextRecord)
  ) throws -> Text {
    do {
      let (found, record) = try read(newPath ?? text.path)
      try record.requireSame(as: text, ofRun: folder)
      return found
    } catch let problem as Problem where problem.kind == .missing && newPath == nil {
      throw Problem(
        .missing, "the text of \(folder) is gone: \(problem.message)",
        suggestion: "Name the text file where it is now, together with \(Problem.setting("resume")) and "
          + "\(Problem.setting("out")) \(folder).")
    }
  }
}
