import Files
import Foundation

/// Reads a tokenizer of any kind that this library knows, as the file itself says.
///
///     let tokenizer = try readTokenizer(contentsOf: "bert-base-uncased")
///     try tokenizer.encode("some text")
///
/// - Parameter path: a file, or a folder that contains one: `tokenizer.json` of Hugging Face's form or of a character
///   tokenizer of this library.
/// - Throws: `Problem` of kind `missing` when there is no such file, `badData` when it is damaged or has parts that this
///   library does not know; the message names the file and the part.
public func readTokenizer(contentsOf path: String) throws -> any Tokenizer {
  let file = fileType(path) == S_IFDIR ? (path as NSString).appendingPathComponent("tokenizer.json") : path
  return try naming(file) { try tokenizer(json: readFile(file), at: file) }
}

/// Runs a reader, and puts the path before the message of a problem with the contents.
func naming<Result>(_ path: String, _ read: () throws -> Result) throws -> Result {
  do {
    return try read()
  } catch let problem as Problem where problem.kind == .badData && !problem.message.hasPrefix(path) {
    throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
  }
}

/// Reads a tokenizer from the contents of a `tokenizer.json`.
private func tokenizer(json data: Data, at path: String) throws -> any Tokenizer {
  if let characters = CharacterTokenizer(huggingFaceJSON: data) { return characters }
  let json = try JSONValue(parsing: Array(data))
  if json["kind"]?.text != nil { return try CharacterTokenizer(contentsOf: path) }
  guard let model = json["model"], model.members != nil else {
    throw Problem(.badData, "the file does not describe a tokenizer: it has no \"model\"")
  }
  switch model["type"]?.text ?? usualType(model) {
  case "WordPiece": return try WordPieceTokenizer(json: json, model: model)
  case "Unigram": return try UnigramTokenizer(json: json, model: model)
  case let type: throw unknownPart("model", type)
  }
}

/// Returns the type of a model of an old file, which does not name it.
private func usualType(_ model: JSONValue) -> String {
  if model["vocab"]?.elements != nil { return "Unigram" }
  return model["merges"] != nil ? "BPE" : "WordPiece"
}
