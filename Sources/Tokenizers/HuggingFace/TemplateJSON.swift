import Files

// Post-processors in Hugging Face's tokenizer.json: the special tokens around a text.

extension TokenTemplate {
  /// Reads a post-processor; nil if it adds no tokens.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init?(json: JSONValue) throws {
    switch try json.type(of: "post_processor") {
    case "TemplateProcessing":
      var tokens: [(name: String, ids: [Int32])] = []
      for member in json["special_tokens"]?.members ?? [] {
        let ids = try member.value.list("ids", in: "post_processor").map { id in
          guard let token = id.token else { throw Problem(.badData, "its post_processor has an id that is no token") }
          return token
        }
        tokens.append((member.name, ids))
      }
      self.init(
        single: try Self.parts(json.list("single", in: "post_processor"), tokens),
        pair: try Self.parts(json["pair"]?.elements ?? [], tokens))
    case "BertProcessing":
      self.init(before: [try Self.token("cls", json)], after: [try Self.token("sep", json)])
    case "RobertaProcessing":
      let (start, end) = (try Self.token("cls", json), try Self.token("sep", json))
      self.init(before: [start], after: [end])
      // There are two tokens between the texts, and RoBERTa has only one type.
      pair = [
        .token(start, type: 0), .text(isSecond: false, type: 0), .token(end, type: 0), .token(end, type: 0),
        .text(isSecond: true, type: 0), .token(end, type: 0),
      ]
    // It changes only the places of tokens in the text.
    case "ByteLevel": return nil
    case let type: throw unknownPart("post_processor", type)
    }
    if single == [.text(isSecond: false, type: 0)] { return nil }
  }

  /// Returns the token of `"cls": ["[CLS]", 101]`.
  private static func token(_ name: String, _ json: JSONValue) throws -> Int32 {
    let pair = try json.list(name, in: "post_processor")
    guard pair.count == 2, let token = pair[1].token else {
      throw Problem(.badData, "its post_processor has no token \"\(name)\"")
    }
    return token
  }

  private static func parts(_ json: [JSONValue], _ tokens: [(name: String, ids: [Int32])]) throws -> [Part] {
    try json.flatMap { part -> [Part] in
      if let special = part["SpecialToken"] {
        let (name, type) = (try special.text("id", in: "post_processor"), special["type_id"]?.integer ?? 0)
        guard let ids = tokens.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.ids else {
          throw Problem(.badData, "its post_processor does not say which token \(printable(name)) is")
        }
        return ids.map { .token($0, type: type) }
      }
      guard let text = part["Sequence"], let id = text["id"]?.text, id == "A" || id == "B" else {
        throw Problem(.badData, "its post_processor has a part that is neither a token nor a text")
      }
      return [.text(isSecond: id == "B", type: text["type_id"]?.integer ?? 0)]
    }
  }

  /// The template as `tokenizer.json` has it.
  ///
  /// - Parameter name: returns the name of a special token.
  func json(name: (Int32) -> String) -> JSONValue {
    func part(_ part: Part) -> JSONValue {
      switch part {
      case .token(let token, let type):
        .object([.init("SpecialToken", Self.reference(name(token), type))])
      case .text(let isSecond, let type): .object([.init("Sequence", Self.reference(isSecond ? "B" : "A", type))])
      }
    }
    let tokens = Set((single + pair).compactMap { if case .token(let token, _) = $0 { token } else { nil } }).sorted()
    let special = tokens.map { token in
      JSONValue.Member(
        name(token),
        .object([
          .init("id", .string(name(token))), .init("ids", .array([.number(Double(token))])),
          .init("tokens", .array([.string(name(token))])),
        ]))
    }
    return .typed(
      "TemplateProcessing", .init("single", .array(single.map(part))), .init("pair", .array(pair.map(part))),
      .init("special_tokens", .object(special)))
  }

  private static func reference(_ id: String, _ type: Int) -> JSONValue {
    .object([.init("id", .string(id)), .init("type_id", .number(Double(type)))])
  }
}
