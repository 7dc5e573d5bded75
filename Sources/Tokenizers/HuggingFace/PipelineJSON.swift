import Files

// What surrounds the model in Hugging Face's tokenizer.json.

extension TextPipeline {
  /// Reads the pipeline of a whole file. Truncation and padding, which concern batches of texts, are left out.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init(json: JSONValue) throws {
    let template = try json["post_processor"].map { post in
      // A sequence of steps of which at most one adds tokens.
      let steps = post["type"]?.text == "Sequence" ? try post.list("processors", in: "post_processor") : [post]
      let templates = try steps.compactMap { try TokenTemplate(json: $0) }
      if templates.count > 1 { throw unknownPart("post_processor", "a Sequence of several templates") }
      return templates.first
    }
    self.init(
      normalizer: try json["normalizer"].map(Normalizer.init),
      preTokenizer: try json["pre_tokenizer"].map(PreTokenizer.init),
      decoder: try json["decoder"].map(PieceDecoder.init), template: template ?? nil,
      specialTokens: try addedTokens(json))
  }

  /// The whole file around a model.
  ///
  /// - Parameter name: returns the piece of a token.
  func json(model: JSONValue, name: (Int32) -> String) -> JSONValue {
    .object([
      .init("version", .string("1.0")), .init("truncation", .null), .init("padding", .null),
      .init("added_tokens", .array(specialTokens.sorted { $0.token < $1.token }.map(\.json))),
      .init("normalizer", normalizer?.json ?? .null), .init("pre_tokenizer", preTokenizer?.json ?? .null),
      .init("post_processor", template?.json(name: name) ?? .null), .init("decoder", decoder?.json ?? .null),
      .init("model", model),
    ])
  }
}

/// Reads the special tokens of a whole file.
///
/// - Throws: `Problem` of kind `badData` if one is not special: such tokens are looked for in every text, which no
///   tokenizer here does.
func addedTokens(_ json: JSONValue) throws -> [AddedToken] {
  try (json["added_tokens"]?.elements ?? []).map { entry in
    let text = try entry.text("content", in: "added_tokens")
    guard let token = entry["id"]?.token, !text.isEmpty else {
      throw Problem(.badData, "its added token \(quoted(text, limit: 40)) has no id, or no text")
    }
    if entry["special"]?.bool != true { throw unknownPart("added_tokens", "\(text), which is not special") }
    if entry["single_word"]?.bool == true { throw unknownPart("added_tokens", "\(text), which must be a whole word") }
    return AddedToken(
      text, token, takesSpaceBefore: entry["lstrip"]?.bool ?? false, takesSpaceAfter: entry["rstrip"]?.bool ?? false)
  }
}

extension AddedToken {
  /// The token as `tokenizer.json` has it.
  var json: JSONValue {
    .object([
      .init("id", .number(Double(token))), .init("content", .string(text)), .init("single_word", .bool(false)),
      .init("lstrip", .bool(takesSpaceBefore)), .init("rstrip", .bool(takesSpaceAfter)),
      .init("normalized", .bool(false)), .init("special", .bool(true)),
    ])
  }
}

/// Returns the pieces of a vocabulary with those of added tokens after them, each with its token.
///
/// - Throws: `Problem` of kind `badData` if an added token is another piece of the vocabulary, or leaves a gap after it.
func extended<Piece>(
  _ pieces: [Piece], by added: [AddedToken], text: (Piece) -> String, piece: (String) -> Piece
) throws -> [Piece] {
  var pieces = pieces
  for entry in added.sorted(by: { $0.token < $1.token }) {
    let token = Int(entry.token)
    if token < pieces.count {
      guard text(pieces[token]).utf8.elementsEqual(entry.text.utf8) else {
        throw Problem(
          .badData,
          "token \(token) is \(quoted(text(pieces[token]), limit: 40)) in the vocabulary and "
            + "\(quoted(entry.text, limit: 40)) among the added tokens")
      }
    } else if token == pieces.count {
      pieces.append(piece(entry.text))
    } else {
      throw Problem(.badData, "no piece has token \(pieces.count), which is before the added token \(token)")
    }
  }
  return pieces
}
