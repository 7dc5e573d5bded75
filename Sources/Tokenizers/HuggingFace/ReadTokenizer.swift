import Files
import Foundation

/// Reads a tokenizer of any kind that this library knows, as the file itself says.
///
///     let tokenizer = try readTokenizer(contentsOf: "bert-base-uncased")
///     try tokenizer.encode("some text")
///
/// - Parameter path: a folder, or one of its files:
///   - `tokenizer.json` of Hugging Face's form, or of a character tokenizer of this library;
///   - a model of SentencePiece: `spiece.model`, `tokenizer.model`, or any file that ends in `.model`.
/// - Throws: `Problem` of kind `missing` when there is no such file, `badData` when it is damaged or has parts that this
///   library does not know; the message names the file and the part.
public func readTokenizer(contentsOf path: String) throws -> any Tokenizer {
  var file = path
  if fileType(path) == S_IFDIR {
    let files = ["tokenizer.json", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"].map {
      (path as NSString).appendingPathComponent($0)
    }
    guard let first = files.first(where: { fileType($0) != nil }) else {
      throw Problem(
        .missing, "\(path) contains no tokenizer", suggestion: "It should have a tokenizer.json or a tokenizer.model.")
    }
    file = first
  }
  return try naming(file) {
    let data = try readFile(file)
    return file.hasSuffix(".model")
      ? try UnigramTokenizer(sentencePiece: Array(data)) : try tokenizer(json: data, at: file)
  }
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
  case "BPE": return try BytePairTokenizer(json: json, model: model)
  case "Unigram": return try UnigramTokenizer(json: json, model: model)
  case let type: throw unknownPart("model", type)
  }
}

/// Returns the type of a model of an old file, which does not name it.
private func usualType(_ model: JSONValue) -> String {
  if model["vocab"]?.elements != nil { return "Unigram" }
  return model["merges"] != nil ? "BPE" : "WordPiece"
}
