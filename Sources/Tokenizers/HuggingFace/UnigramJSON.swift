import Files

extension UnigramTokenizer {
  /// Returns this tokenizer as a `tokenizer.json` that Hugging Face's tokenizers read. They give the same tokens, with
  /// one exception by intention: a text that contains the name of a special token, or of a piece that stands for a byte
  /// (`<0x0A>`), is just text here.
  public func huggingFaceJSON() -> String {
    pipeline.json(
      model: .typed(
        "Unigram", .init("unk_id", unknownToken.map { .number(Double($0)) } ?? .null),
        .init("vocab", .array(pieces.map { .array([.string($0.text), .number($0.score)]) })),
        .init("byte_fallback", .bool(usesBytes))), name: { pieces[Int($0)].text }
    ).document
  }

  /// Reads a unigram model and what surrounds it.
  init(json: JSONValue, model: JSONValue) throws {
    let pieces = try model.list("vocab", in: "model").enumerated().map { token, entry in
      guard let pair = entry.elements, pair.count == 2, let text = pair[0].text, let score = pair[1].number else {
        throw Problem(.badData, "token \(token) of the vocabulary is not a piece with its score")
      }
      return Piece(text, score)
    }
    var unknownToken: Int32?
    if let id = model["unk_id"] {
      guard let token = id.token else { throw Problem(.badData, "its unk_id is not a token") }
      unknownToken = token
    }
    let pipeline = try TextPipeline(json: json)
    try self.init(
      pieces: extended(pieces, by: pipeline.specialTokens, text: \.text) { Piece($0, 0) },
      unknownToken: unknownToken, usesBytes: model["byte_fallback"]?.bool ?? false, pipeline: pipeline)
  }
}
