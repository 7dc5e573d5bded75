import Foundation

/// Where programs keep models when the user names no folder: side by side under `runs/`.
///
///     let folders = ModelFolders(suffix: "-ngram", files: ["model.ngram", "config.json"])
///     try folders.output(asked: nil, textPath: "tales.txt", overwrite: false)    // runs/tales-ngram
///     try folders.latest(program: "ngram")                                       // the one written last
public struct ModelFolders: Sendable {
  private let suffix: String
  private let files: [String]

  /// The folders of one kind of model: what their names end with, and the files in them, that of the model first.
  public init(suffix: String, files: [String]) {
    precondition(!files.isEmpty, "ModelFolders: a folder holds at least the model's file")
    self.suffix = suffix
    self.files = files
  }

  /// The folder to write into: the one asked for, if nothing in it would be lost, or the next free one under `runs/`,
  /// named for the text.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` when the folder already holds one of the files.
  public func output(asked: String?, textPath: String, overwrite: Bool) throws -> String {
    guard let asked else {
      let name = URL(fileURLWithPath: textPath).deletingPathExtension().lastPathComponent + suffix
      var (candidate, number) = ("runs/\(name)", 1)
      while FileManager.default.fileExists(atPath: candidate) {
        number += 1
        candidate = "runs/\(name)-\(number)"
      }
      return candidate
    }
    let present = files.first {
      FileManager.default.fileExists(atPath: (asked as NSString).appendingPathComponent($0))
    }
    if let present, !overwrite {
      throw Problem(
        .cannotCreate, "\(asked) already holds a file \(present)",
        suggestion: "Name another folder with --out, or give --overwrite to replace it.")
    }
    return asked
  }

  /// The folder under `runs/` whose model was written last.
  ///
  /// - Throws: `Problem` of kind `missing` when there is none.
  public func latest(program: String) throws -> String {
    let manager = FileManager.default
    let runs = (try? manager.contentsOfDirectory(atPath: "runs"))?.map { "runs/\($0)" } ?? []
    let dated = runs.compactMap { folder in
      let attributes = try? manager.attributesOfItem(atPath: "\(folder)/\(files[0])")
      return (attributes?[.modificationDate] as? Date).map { (folder, $0) }
    }
    guard let latest = dated.max(by: { $0.1 < $1.1 }) else {
      throw Problem(
        .missing, "there is no trained model under runs/",
        suggestion: "Train one with \(program) train FILE, or name a model folder with --model DIR.")
    }
    return latest.0
  }
}
