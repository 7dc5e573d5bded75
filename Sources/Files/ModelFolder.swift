import Foundation

/// Checks that a folder holds the files of a model, before any of them is read.
///
///     try requireModelFolder("runs/tales", of: "an n-gram model", ["config.json", "model.ngram"])
///
/// - Throws: `Problem` of kind `missing` when there is no such folder, or it lacks one of the files.
public func requireModelFolder(_ folder: String, of kind: String, _ files: [String]) throws {
  guard fileType(folder) == S_IFDIR else {
    throw Problem(.missing, "no such model folder: \(folder)", suggestion: "Train one first, with --out \(folder).")
  }
  for name in files where fileType((folder as NSString).appendingPathComponent(name)) == nil {
    throw Problem(
      .missing, "\(folder) is not a folder of \(kind): it has no \(name)",
      suggestion: "Training writes such a folder; name it with --model.")
  }
}

/// Reads a value from a JSON file whose keys are in lower case with underscores, as ``writeFile(json:to:)`` writes it.
///
/// - Parameter what: what the file should describe, for the message.
/// - Throws: `Problem` of kind `missing` when it cannot be read, `badData` when it describes something else; a `Problem`
///   that the value itself throws, with the file's name before it.
public func readFile<Value: Decodable>(json type: Value.Type, describing what: String, at path: String) throws -> Value
{
  let data = try readFile(path)
  do {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: data)
  } catch let problem as Problem {
    throw Problem(problem.kind, "\(path): \(problem.message)", suggestion: problem.suggestion)
  } catch {
    throw Problem(.badData, "\(path) does not describe \(what)")
  }
}
