import Files
import Foundation

/// The folders where a program keeps its models: side by side under `runs/`, unless the user names another folder.
///
///     let folders = ModelFolders(program: "ngram", suffix: "-ngram", files: ["model.ngram", "config.json"])
///     try folders.output(asked: nil, textPath: "tales.txt", overwrite: false)    // runs/tales-ngram
///     try folders.latest()                                                       // the one written last
public struct ModelFolders: Sendable {
  private let program: String
  private let suffix: String
  private let files: [String]
  private let marks: [String]
  /// Names that occur in the folders of some programs, but not of all.
  private static let tellingNames = ["model.safetensors", "model.ngram", "tokenizer.json", "vocabulary.json", "last"]

  /// The folders of one kind of model.
  ///
  /// - Parameters:
  ///   - program: the program that writes them, for messages.
  ///   - suffix: the end of their names, after the name of the text.
  ///   - files: the names of everything that they can contain, the model first.
  ///   - marks: names that all of them contain, and no folder of another kind; by default, the model's.
  public init(program: String, suffix: String = "", files: [String], marks: [String] = []) {
    precondition(!files.isEmpty, "ModelFolders: a folder holds at least the model's file")
    self.program = program
    self.suffix = suffix
    self.files = files
    self.marks = marks.isEmpty ? [files[0]] : marks
  }

  /// Returns the folder to write: the one asked for, if nothing in it would be lost, or the next free one under
  /// `runs/`, named after the text.
  ///
  /// - Parameter canResume: whether the program could also resume a run in the folder, for the suggestion.
  /// - Throws: `Problem` of kind `cannotCreate` if the folder already holds a file with one of the names, whoever wrote
  ///   it, and `overwrite` is false. A folder with another program's model is never overwritten, even on request.
  public func output(asked: String?, textPath: String, overwrite: Bool, canResume: Bool = false) throws -> String {
    guard let asked else {
      let name = URL(fileURLWithPath: textPath).deletingPathExtension().lastPathComponent + suffix
      var (candidate, number) = ("runs/\(name)", 1)
      while FileManager.default.fileExists(atPath: candidate) {
        number += 1
        candidate = "runs/\(name)-\(number)"
      }
      return candidate
    }
    // Reported now, not after all the work is done.
    if let type = fileType(asked), type != S_IFDIR {
      throw Problem(.cannotCreate, "cannot create the folder \(asked): a file has that name")
    }
    if let foreign = foreignFile(in: asked) {
      throw Problem(
        .cannotCreate, "\(asked) holds a model of a program other than \(program): \(foreign) is part of it",
        suggestion: "Name another folder with \(Problem.setting("out")).")
    }
    if let present = files.first(where: { holds(asked, $0) }), !overwrite {
      let resuming =
        canResume && holds(asked, RunFolder.last) ? "use \(Problem.setting("resume")) to resume the run, " : ""
      throw Problem(
        .cannotCreate, "\(asked) already holds a file \(present)",
        suggestion: "Name another folder with \(Problem.setting("out")), \(resuming)or use "
          + "\(Problem.setting("overwrite")) to replace it.")
    }
    return asked
  }

  /// Creates the folder of a new run, and writes its record into it.
  ///
  /// - Parameter vocabularyFile: the name of the file that defines how text becomes tokens.
  /// - Throws: `Problem` of kind `cannotCreate` if files in the folder would be lost, or if it cannot be written.
  public func startRun(
    asked: String?, overwrite: Bool, vocabularyFile: String = "tokenizer.json", _ record: some RunRecord
  ) throws -> RunFolder {
    let folder = try RunFolder(
      creating: output(asked: asked, textPath: record.text.path, overwrite: overwrite, canResume: true),
      vocabularyFile: vocabularyFile)
    try folder.write(json: record, to: "config.json")
    return folder
  }

  /// Returns the folder under `runs/` whose model was written last.
  ///
  /// - Throws: `Problem` of kind `missing` if there is none.
  public func latest() throws -> String {
    guard let latest = latest(holding: files[0]) else {
      throw Problem(
        .missing, "there is no trained model under runs/",
        suggestion: "Train one with \(program) train FILE, or name its folder with \(Problem.setting("model")).")
    }
    return latest
  }

  /// Returns the run to resume: the folder asked for, or the run under `runs/` with the latest checkpoint.
  ///
  /// - Throws: `Problem` of kind `missing` if there is none.
  public func resumable(asked: String?) throws -> String {
    if let folder = asked ?? latest(holding: "last", "last.previous") { return folder }
    throw Problem(
      .missing, "there is no run under runs/ to resume",
      suggestion: "Name its folder with \(Problem.setting("out")).")
  }

  /// Returns the folder of this kind under `runs/` in which a file or folder with one of these names was written last;
  /// nil if there is none.
  private func latest(holding names: String...) -> String? {
    let manager = FileManager.default
    let folders = (try? manager.contentsOfDirectory(atPath: "runs"))?.map { "runs/\($0)" } ?? []
    let dated = folders.compactMap { folder -> (folder: String, date: Date)? in
      guard marks.allSatisfy({ holds(folder, $0) }) else { return nil }
      let dates = names.compactMap { name in
        (try? manager.attributesOfItem(atPath: "\(folder)/\(name)"))?[.modificationDate] as? Date
      }
      return dates.max().map { (folder, $0) }
    }
    return dated.max { $0.date < $1.date }?.folder
  }

  /// Returns a name that shows that the folder belongs to another program: a name that is never used here, or a model
  /// without the marks of this kind; nil if there is none.
  private func foreignFile(in folder: String) -> String? {
    if let name = Self.tellingNames.first(where: { !files.contains($0) && holds(folder, $0) }) { return name }
    return holds(folder, files[0]) && !marks.allSatisfy { holds(folder, $0) } ? files[0] : nil
  }

  private func holds(_ folder: String, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent(name))
  }
}
