import Files

// Pre-tokenizers, decoders and templates in Hugging Face's tokenizer.json.

extension Metaspace {
  /// Reads the rules from a pre-tokenizer or decoder.
  init(json: JSONValue, in part: String) throws {
    let mark = try json.text("replacement", in: part).unicodeScalars
    guard let first = mark.first, mark.count == 1, first != " " else {
      throw unknownPart(part, "Metaspace with a replacement that is not one character")
    }
    var prepends: Prepending? = .always
    if let scheme = json["prepend_scheme"] {
      prepends = scheme.text.flatMap(Prepending.init)
    } else if json["add_prefix_space"]?.bool == false {
      prepends = .never
    }
    guard let prepends else { throw unknownPart(part, "Metaspace with another prepend_scheme") }
    self.init(mark: first, prepends: prepends, splitsWords: json["split"]?.bool ?? true)
  }

  /// The rules as `tokenizer.json` has them.
  var json: JSONValue {
    .typed(
      "Metaspace", .init("replacement", .string(String(mark))), .init("prepend_scheme", .string(prepends.rawValue)),
      .init("split", .bool(splitsWords)))
  }
}

extension PreTokenizer {
  /// Reads a pre-tokenizer.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init(json: JSONValue) throws {
    switch try json.type(of: "pre_tokenizer") {
    case "BertPreTokenizer": self = .bert
    case "WhitespaceSplit": self = .whitespace
    case "Metaspace": self = .metaspace(try Metaspace(json: json, in: "pre_tokenizer"))
    case "Sequence": self = .sequence(try json.list("pretokenizers", in: "pre_tokenizer").map(PreTokenizer.init))
    case let type: throw unknownPart("pre_tokenizer", type)
    }
  }

  /// The pre-tokenizer as `tokenizer.json` has it.
  var json: JSONValue {
    switch self {
    case .bert: .typed("BertPreTokenizer")
    case .whitespace: .typed("WhitespaceSplit")
    case .metaspace(let metaspace): metaspace.json
    case .sequence(let steps): .typed("Sequence", .init("pretokenizers", .array(steps.map(\.json))))
    }
  }
}

extension PieceDecoder {
  /// Reads a decoder.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init(json: JSONValue) throws {
    switch try json.type(of: "decoder") {
    case "WordPiece":
      self = .wordPiece(prefix: try json.text("prefix", in: "decoder"), cleansUp: json["cleanup"]?.bool ?? true)
    case "Metaspace": self = .metaspace(try Metaspace(json: json, in: "decoder"))
    case "ByteFallback": self = .byteFallback
    case "Fuse": self = .fuse
    case "Replace":
      guard let part = json["pattern"]?["String"]?.text else { throw unknownPart("decoder", "Replace with a pattern") }
      self = .replace(part, with: try json.text("content", in: "decoder"))
    case "Strip":
      let content = try json.text("content", in: "decoder").unicodeScalars
      guard let scalar = content.first, content.count == 1 else {
        throw unknownPart("decoder", "Strip with content that is not one character")
      }
      self = .strip(scalar, start: json["start"]?.integer ?? 0, end: json["stop"]?.integer ?? 0)
    case "Sequence": self = .sequence(try json.list("decoders", in: "decoder").map(PieceDecoder.init))
    case let type: throw unknownPart("decoder", type)
    }
  }

  /// The decoder as `tokenizer.json` has it.
  var json: JSONValue {
    switch self {
    case .wordPiece(let prefix, let cleansUp):
      .typed("WordPiece", .init("prefix", .string(prefix)), .init("cleanup", .bool(cleansUp)))
    case .metaspace(let metaspace): metaspace.json
    case .byteFallback: .typed("ByteFallback")
    case .fuse: .typed("Fuse")
    case .replace(let part, let replacement):
      .typed(
        "Replace", .init("pattern", .object([.init("String", .string(part))])), .init("content", .string(replacement)))
    case .strip(let scalar, let start, let end):
      .typed(
        "Strip", .init("content", .string(String(scalar))), .init("start", .number(Double(start))),
        .init("stop", .number(Double(end))))
    case .sequence(let steps): .typed("Sequence", .init("decoders", .array(steps.map(\.json))))
    }
  }
}
