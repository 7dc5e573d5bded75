import Foundation

/// Checks that a folder holds the files of a model before any of them is read.
///
///     try requireFiles(["config.json", "model.ngram"], of: "an n-gram model", in: "runs/tales")
///
/// - Throws: `Problem` of kind `missing` if there is no such folder, or if it lacks one of the files.
public func requireFiles(_ names: [String], of kind: String, in folder: String) throws {
  try finishReplacement(in: folder)
  guard fileType(folder) == S_IFDIR else {
    throw Problem(
      .missing, "no such model folder: \(folder)",
      suggestion: "Train a model first, or name another folder with \(Problem.setting("model")).")
  }
  for name in names where fileType((folder as NSString).appendingPathComponent(name)) == nil {
    throw Problem(
      .missing, "\(folder) is not a folder of \(kind): it has no \(name)",
      suggestion: "With \(Problem.setting("model")), name a folder that training has written.")
  }
}
