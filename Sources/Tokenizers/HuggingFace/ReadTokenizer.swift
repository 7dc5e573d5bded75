import Files
import Foundation

/// Reads a tokenizer of any kind that this library knows, as the file itself says.
///
///     let tokenizer = try readTokenizer(contentsOf: "bert-base-uncased")
///     try tokenizer.encode("some text")
///
/// - Parameter path: a folder, or one of its files:
///   - `tokenizer.json` of Hugging Face's form, or of a character tokenizer of this library;
///   - GPT-2's older pair: `vocab.json`, with `merges.txt` in the same folder;
///   - ranks of tiktoken that end in `.tiktoken`, if their name says how texts are split: `cl100k_base`, or one of
///     `gpt2`, `r50k_base` and `p50k_base`; they have no special tokens;
///   - a model of SentencePiece: `spiece.model`, `tokenizer.model`, or any file that ends in `.model`.
/// - Throws: `Problem` of kind `missing` when there is no such file, `badData` when it is damaged or has parts that this
///   library does not know; the message names the file and the part.
public func readTokenizer(contentsOf path: String) throws -> any Tokenizer {
  var file = path
  if fileType(path) == S_IFDIR {
    let files = ["tokenizer.json", "vocab.json", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"].map {
      (path as NSString).appendingPathComponent($0)
    }
    guard let first = files.first(where: { fileType($0) != nil }) else {
      throw Problem(
        .missing, "\(path) contains no tokenizer", suggestion: "It should have a tokenizer.json or a tokenizer.model.")
    }
    file = first
  }
  let name = (file as NSString).lastPathComponent
  return try naming(file) {
    if name.hasSuffix(".model") { return try UnigramTokenizer(sentencePiece: Array(readFile(file))) }
    if name.hasSuffix(".tiktoken") {
      return try BytePairTokenizer(ranksContentsOf: file, splitting: splitting(ofRanks: name))
    }
    let merges = ((file as NSString).deletingLastPathComponent as NSString).appendingPathComponent("merges.txt")
    if name == "vocab.json" { return try BytePairTokenizer(vocabulary: file, merges: merges) }
    return try tokenizer(json: readFile(file), at: file)
  }
}

/// Returns how texts are split for a file of ranks, which does not say so itself.
private func splitting(ofRanks name: String) throws -> Splitting {
  if name.hasPrefix("cl100k_base") { return .gpt4 }
  if ["gpt2", "r50k_base", "p50k_base"].contains(where: { name.hasPrefix($0) }) { return .gpt2 }
  throw Problem(
    .badData, "the file has ranks of byte pairs, but its name does not say how texts are split",
    suggestion: "Known are cl100k_base.tiktoken, r50k_base.tiktoken, p50k_base.tiktoken and gpt2.tiktoken.")
}

/// Reads a tokenizer from the contents of a `tokenizer.json`.
private func tokenizer(json data: Data, at path: String) throws -> any Tokenizer {
  if let characters = CharacterTokenizer(huggingFaceJSON: data) { return characters }
  let json = try JSONValue(parsing: Array(data))
  if json["kind"]?.text == ReservedTokens.kind {
    return try ReservedTokens(json: data) { try tokenizer(json: $0, at: path) }
  }
  if json["kind"]?.text != nil { return try CharacterTokenizer(json: data, at: path) }
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
