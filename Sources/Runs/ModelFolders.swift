import Files
import Foundation

/// Where programs keep models when the user names no folder: side by side under `runs/`.
///
///     let folders = ModelFolders(program: "ngram", suffix: "-ngram", files: ["model.ngram", "config.json"])
///     try folders.output(asked: nil, textPath: "tales.txt", overwrite: false)    // runs/tales-ngram
///     try folders.latest()                                                       // the one written last
public struct ModelFolders: Sendable {
  private let program: String
  private let suffix: String
  private let files: [String]
  private let marks: [String]
  /// What stands in the folder of one program or another, but not in those of all.
  private static let tellingNames = ["model.safetensors", "model.ngram", "tokenizer.json", "vocabulary.json", "last"]

  /// The folders of one kind of model.
  ///
  /// - Parameters:
  ///   - program: the program that makes them, for messages.
  ///   - suffix: what their names end with, behind that of the text.
  ///   - files: the names of all that may stand in them, that of the model first.
  ///   - marks: what stands in each of them, and in none of another kind; without it, the model's file.
  public init(program: String, suffix: String = "", files: [String], marks: [String] = []) {
    precondition(!files.isEmpty, "ModelFolders: a folder holds at least the model's file")
    self.program = program
    self.suffix = suffix
    self.files = files
    self.marks = marks.isEmpty ? [files[0]] : marks
  }

  /// The folder to write into: the one asked for, if nothing in it would be lost, or the next free one under `runs/`,
  /// named for the text.
  ///
  /// - Parameter suggestion: what else the user may do where a folder is taken.
  /// - Throws: `Problem` of kind `cannotCreate` when the folder already holds something under one of the names: whoever
  ///   wrote it, it may be somebody's work. The folder of another program's model is not even to be overwritten.
  public func output(
    asked: String?, textPath: String, overwrite: Bool,
    suggestion: String = "Name another folder with --out, or give --overwrite to replace it."
  ) throws -> String {
    guard let asked else {
      let name = URL(fileURLWithPath: textPath).deletingPathExtension().lastPathComponent + suffix
      var (candidate, number) = ("runs/\(name)", 1)
      while FileManager.default.fileExists(atPath: candidate) {
        number += 1
        candidate = "runs/\(name)-\(number)"
      }
      return candidate
    }
    // Said now, and not when all the work is done.
    if let type = fileType(asked), type != S_IFDIR {
      throw Problem(.cannotCreate, "cannot make the folder \(asked): a file of that name stands there")
    }
    if let foreign = foreignFile(in: asked) {
      throw Problem(
        .cannotCreate, "\(asked) holds the model of another program than \(program): \(foreign) is part of it",
        suggestion: "Name another folder with --out.")
    }
    if let present = files.first(where: { holds(asked, $0) }), !overwrite {
      throw Problem(.cannotCreate, "\(asked) already holds a file \(present)", suggestion: suggestion)
    }
    return asked
  }

  /// The folder under `runs/` whose model was written last.
  ///
  /// - Throws: `Problem` of kind `missing` when there is none.
  public func latest() throws -> String {
    guard let latest = latest(holding: files[0]) else {
      throw Problem(
        .missing, "there is no trained model under runs/",
        suggestion: "Train one with \(program) train FILE, or name its folder with --model DIR.")
    }
    return latest
  }

  /// The folder of this kind under `runs/` in which something was written last under one of these names; none where
  /// there is none.
  public func latest(holding names: String...) -> String? {
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

  /// What shows that the folder is another program's: a name that is never used here, or a model without the mark that
  /// all of this kind have.
  private func foreignFile(in folder: String) -> String? {
    if let name = Self.tellingNames.first(where: { !files.contains($0) && holds(folder, $0) }) { return name }
    return holds(folder, files[0]) && !marks.allSatisfy { holds(folder, $0) } ? files[0] : nil
  }

  private func holds(_ folder: String, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent(name))
  }
}
