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
    try finishReplacement(in: folder)
    let path = (folder as NSString).appendingPathComponent("config.json")
    self = try readFile(json: Self.self, describing: "a run of this program that can be resumed", at: path)
    do {
      try validate()
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  /// Reads the text of a run from one file, and checks that it is still the same; see
  /// ``readTexts(ofRun:at:read:)``.
  public func readText<Text>(
    ofRun folder: String, at newPath: String?, read: (_ path: String) throws -> (Text, TextRecord)
  ) throws -> Text {
    try readTexts(ofRun: folder, at: newPath.map { [$0] } ?? []) { try read($0[0]) }
  }

  /// Reads the text of a run, and checks that it is still the same.
  ///
  /// - Parameters:
  ///   - newPaths: where the text is now, if it was moved: files, folders, or `-` for standard input; otherwise empty.
  ///   - read: reads the text at these paths; returns it and its record.
  /// - Throws: `Problem` of kind `missing` if the text is gone, or came from standard input and is not named again;
  ///   `badData` if it has changed.
  public func readTexts<Text>(
    ofRun folder: String, at newPaths: [String], read: (_ paths: [String]) throws -> (Text, TextRecord)
  ) throws -> Text {
    // Reading standard input again would wait for a user who does not know it.
    guard !newPaths.isEmpty || !text.paths.contains(standardInput) else {
      throw Problem(
        .missing, "the text of \(folder) came from standard input",
        suggestion: "Name a file with the text, or - to send it again, together with \(Problem.setting("resume")) and "
          + "\(Problem.setting("out")) \(folder).")
    }
    do {
      let (found, record) = try read(newPaths.isEmpty ? text.paths : newPaths)
      try record.requireSame(as: text, ofRun: folder)
      return found
    } catch let problem as Problem where problem.kind == .missing && newPaths.isEmpty {
      throw Problem(
        .missing, "the text of \(folder) is gone: \(problem.message)",
        suggestion: "Name the text file where it is now, together with \(Problem.setting("resume")) and "
          + "\(Problem.setting("out")) \(folder).")
    }
  }
}
