import Console
import Files
import Foundation

/// The folders where a program keeps its models: side by side under `runs/`, unless the user names another folder.
///
///     let folders = ModelFolders(program: "ngram", files: ["model.ngram", "config.json"])
///     try folders.output(asked: nil, textPath: "tales.txt", overwrite: false)    // runs/tales-ngram
///     try folders.latest()                                                       // the one written last
public struct ModelFolders: Sendable {
  private let program: String
  /// The names of everything that the folders can contain, the model first, also those of earlier versions.
  public let files: [String]
  private let marks: [String]
  private let formerNames: [String: String]
  /// Names that occur in the folders of some programs, but not of all.
  private static let tellingNames = [
    "model.safetensors", "model.ngram", "ladder.json", "tokenizer.json", "vocabulary.json", "last",
  ]

  /// The folders of one kind of model.
  ///
  /// - Parameters:
  ///   - program: the program that writes them; its name is the end of theirs, after the name of the text.
  ///   - files: the names of everything that they can contain, the model first.
  ///   - marks: names that all of them contain, and no folder of another kind; by default, the model's.
  ///   - formerNames: the names that some of the files had in earlier versions.
  public init(program: String, files: [String], marks: [String] = [], formerNames: [String: String] = [:]) {
    precondition(!files.isEmpty, "ModelFolders: a folder holds at least the model's file")
    self.program = program
    self.files = files + formerNames.values.sorted()
    self.formerNames = formerNames
    self.marks = marks.isEmpty ? [files[0]] : marks
  }

  /// Returns the folder to write: the one asked for, if nothing in it would be lost, or the next free one under
  /// `runs/`, named after the text.
  ///
  /// - Parameters:
  ///   - canResume: whether the program could also resume a run in the folder, for the suggestion.
  ///   - otherInputs: the files that the program reads beside the text.
  /// - Throws: `Problem` of kind `cannotCreate` if the folder already holds a file with one of the names, whoever wrote
  ///   it, and `overwrite` is false. A folder with another program's model is never overwritten, even on request, nor
  ///   is a file that the program reads.
  public func output(
    asked: String?, textPath: String, overwrite: Bool, canResume: Bool = false, alsoReading otherInputs: [String] = []
  ) throws -> String {
    guard let asked else {
      let name = Self.name(ofText: textPath) + "-\(program)"
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
    try finishReplacement(in: asked)
    if let foreign = foreignFile(in: asked) {
      throw Problem(
        .cannotCreate, "\(asked) holds a model of a program other than \(program): \(foreign) is part of it",
        suggestion: "Name another folder with \(Problem.setting("out")).")
    }
    let present = files.filter { holds(asked, $0) }
    for input in [textPath] + otherInputs where input != "-" {
      let source = ResolvedPath(input)
      let isOutput = present.contains { source.isInside(ResolvedPath((asked as NSString).appendingPathComponent($0))) }
      guard isOutput else { continue }
      throw Problem(
        .cannotCreate, "\(shellQuoted(input)) is an input of this command, which would replace it",
        suggestion: "Name another folder with \(Problem.setting("out")).")
    }
    if let present = present.first, !overwrite {
      let resuming =
        canResume && holds(asked, RunFolder.last) ? "use \(Problem.setting("resume")) to resume the run, " : ""
      throw Problem(
        .cannotCreate, "\(asked) already holds a file \(present)",
        suggestion: "Name another folder with \(Problem.setting("out")), \(resuming)or use "
          + "\(Problem.setting("overwrite")) to replace it.")
    }
    return asked
  }

  /// Returns the name of a text, without its folder and its extensions: `tales` for `texts/tales.txt.gz`.
  private static func name(ofText path: String) -> String {
    guard path != standardInput else { return "standard-input" }
    var place = URL(fileURLWithPath: path)
    if place.pathExtension.lowercased() == "gz" { place = place.deletingPathExtension() }
    return place.deletingPathExtension().lastPathComponent
  }

  /// Creates the folder of a new run, and writes its record into it.
  ///
  /// - Parameters:
  ///   - vocabularyFile: the name of the file that defines how text becomes tokens.
  ///   - extraFiles: the names of further files in the folder that the new run replaces or removes.
  ///   - extraFolders: the names of such folders.
  /// - Throws: `Problem` of kind `cannotCreate` if files in the folder would be lost, or if it cannot be written.
  public func startRun(
    asked: String?, overwrite: Bool, vocabularyFile: String = "tokenizer.json", alsoReplacing extraFiles: [String] = [],
    folders extraFolders: [String] = [], _ record: some RunRecord
  ) throws -> RunFolder {
    let names = RunFolder.names(vocabularyFile: vocabularyFile)
    let folder = try RunFolder(
      creating: output(asked: asked, textPath: record.text.path, overwrite: overwrite, canResume: true),
      vocabularyFile: vocabularyFile, otherFiles: files.filter { !names.contains($0) } + extraFiles,
      otherFolders: extraFolders)
    try folder.write(json: record, to: "config.json")
    return folder
  }

  /// Returns the folder of the model to use: the one asked for, or else the one under `runs/` that was written last,
  /// with a remark that names it.
  ///
  /// - Throws: `Problem` of kind `usage` if the path is a file, `missing` if there is no such folder, `badData` if
  ///   another program's model is in it.
  public func model(asked: String?, _ remarks: Remarks) throws -> String {
    guard let asked else {
      let folder = try latest()
      remarks.say("using \(shellQuoted(folder)), the latest model under runs/")
      return folder
    }
    switch fileType(asked) {
    case S_IFDIR: break
    case nil:
      throw Problem(
        .missing, "there is no model folder \(shellQuoted(asked))",
        suggestion: "Train one with \(program) train FILE, or name its folder with \(Problem.setting("model")).")
    default:
      let parent = (asked as NSString).deletingLastPathComponent, folder = parent.isEmpty ? "." : parent
      throw Problem(
        .usage, "\(shellQuoted(asked)) is a file; a model is a whole folder",
        suggestion: files.contains { holds(folder, $0) }
          ? "Name its folder: \(Problem.setting("model")) \(shellQuoted(folder))" : nil)
    }
    try requireOwn(asked, "model")
    return asked
  }

  /// Refuses a folder in which another program keeps its model.
  private func requireOwn(_ folder: String, _ setting: String) throws {
    guard let other = writer(of: folder), other != program else { return }
    throw Problem(
      .badData, "\(shellQuoted(folder)) holds a model of \(other), not of \(program)",
      suggestion: "Use it with \(other), or name another folder with \(Problem.setting(setting)).")
  }

  /// Returns the name of the program that wrote a folder's model, as its `config.json` tells; nil if it does not.
  private func writer(of folder: String) -> String? {
    struct Record: Decodable { let program: String? }
    let path = (folder as NSString).appendingPathComponent("config.json")
    let record = try? readFile(json: Record.self, describing: "a run", at: path)
    return record?.program?.split(separator: " ").first.map(String.init)
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
    if let folder = asked ?? latest(holding: "last", "last.previous") {
      try requireOwn(folder, "out")
      return folder
    }
    throw Problem(
      .missing, "there is no run under runs/ to resume",
      suggestion: "Name its folder with \(Problem.setting("out")).")
  }

  /// Returns the folder of this kind under `runs/` in which a file or folder with one of these names was written last;
  /// nil if there is none.
  private func latest(holding names: String...) -> String? {
    let manager = FileManager.default
    // A hidden folder is a run that has not taken the place of an earlier one; see ``Files/FolderReplacement``.
    let visible = (try? manager.contentsOfDirectory(atPath: "runs"))?.filter { !$0.hasPrefix(".") } ?? []
    let folders = visible.map { "runs/\($0)" }
    let dated = folders.compactMap { folder -> (folder: String, date: Date)? in
      guard isMarked(folder), writer(of: folder).map({ $0 == program }) ?? true else { return nil }
      let dates = names.compactMap { name in
        (try? manager.attributesOfItem(atPath: "\(folder)/\(name)"))?[.modificationDate] as? Date
      }
      return dates.max().map { (folder, $0) }
    }
    return dated.max { $0.date < $1.date }?.folder
  }

  /// Returns a name that shows that the folder belongs to another program: a name that is never used here, a model
  /// without the marks of this kind, or a `config.json` that names the other program; nil if there is none.
  private func foreignFile(in folder: String) -> String? {
    if let name = Self.tellingNames.first(where: { !files.contains($0) && holds(folder, $0) }) { return name }
    if holds(folder, files[0]), !isMarked(folder) { return files[0] }
    return writer(of: folder).map { $0 == program } ?? true ? nil : "config.json"
  }

  /// Whether the folder contains all marks of this kind, under their present or their former names.
  private func isMarked(_ folder: String) -> Bool {
    marks.allSatisfy { mark in holds(folder, mark) || formerNames[mark].map { holds(folder, $0) } ?? false }
  }

  private func holds(_ folder: String, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent(name))
  }
}
