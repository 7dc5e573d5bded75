import Files

/// Reads the tokenizer of a model from its `tokenizer.json`.
public func readTokenizer(contentsOf path: String) throws -> any Tokenizer {
  try CharacterTokenizer(contentsOf: path)
}
