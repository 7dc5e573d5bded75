import Files

extension WordPieceTokenizer {
  /// Returns this tokenizer as a `tokenizer.json` that Hugging Face's tokenizers read. They give the same tokens, with
  /// one exception by intention: the name of a special token in a text is just text here.
  public func huggingFaceJSON() -> String {
    pipeline.json(
      model: .typed(
        "WordPiece", .init("unk_token", .string(unknownToken.map { pieces[Int($0)] } ?? "")),
        .init("continuing_subword_prefix", .string(prefix)),
        .init("max_input_chars_per_word", .number(Double(maximumWordLength))),
        .init("vocab", .object(pieces.enumerated().map { .init($1, .number(Double($0))) }))),
      name: { pieces[Int($0)] }
    ).document
  }

  /// Reads a WordPiece model and what surrounds it.
  init(json: JSONValue, model: JSONValue) throws {
    let pipeline = try TextPipeline(json: json)
    let pieces = try extended(model.vocabulary(), by: pipeline.specialTokens, text: \.self) { $0 }
    let unknown = Array((model["unk_token"]?.text ?? "").utf8)
    try self.init(
      pieces: pieces, unknownToken: pieces.firstIndex { $0.utf8.elementsEqual(unknown) }.map(Int32.init),
      prefix: model["continuing_subword_prefix"]?.text ?? "##",
      maximumWordLength: model["max_input_chars_per_word"]?.integer ?? 100, pipeline: pipeline)
  }
}

extension JSONValue {
  /// Returns the pieces of a model's vocabulary of names and tokens, in the order of the tokens.
  ///
  /// - Throws: `Problem` of kind `badData` if it has none, or if the tokens are not 0, 1, 2, ... in some order.
  func vocabulary() throws -> [String] {
    guard let members = self["vocab"]?.members else { throw Problem(.badData, "its model has no \"vocab\"") }
    var pieces = [String?](repeating: nil, count: members.count)
    for member in members {
      let name = quoted(member.name, limit: 40)
      guard let token = member.value.token else { throw Problem(.badData, "the piece \(name) has no token") }
      guard Int(token) < pieces.count else {
        throw Problem(.badData, "the piece \(name) has token \(token), but there are only \(pieces.count) pieces")
      }
      if let earlier = pieces[Int(token)] {
        throw Problem(.badData, "the pieces \(quoted(earlier, limit: 40)) and \(name) both have token \(token)")
      }
      pieces[Int(token)] = member.name
    }
    return pieces.compactMap(\.self)
  }
}
