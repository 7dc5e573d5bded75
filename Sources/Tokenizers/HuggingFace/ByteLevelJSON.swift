import Files
import Foundation

// Byte-pair encoding in Hugging Face's tokenizer.json, with GPT-2's alphabet of bytes.

extension BytePairTokenizer {
  /// Returns this tokenizer as a `tokenizer.json` that Hugging Face's tokenizers read. They give the same tokens, with
  /// one exception by intention: the name of a special token in a text is just text here.
  public func huggingFaceJSON() -> String {
    let special = specialTokens.map { AddedToken($0.key, $0.value) }
    let isSpecial = Set(specialTokens.values)
    let names = pieces.indices.map { token in
      isSpecial.contains(Int32(token))
        ? String(decoding: pieces[token], as: UTF8.self) : ByteAlphabet.text(of: pieces[token])
    }
    let vocabulary = names.enumerated().filter { !pieces[$0.offset].isEmpty }.map {
      JSONValue.Member($0.element, .number(Double($0.offset)))
    }
    let merged = merges.map { JSONValue.array([.string(names[Int($0.left)]), .string(names[Int($0.right)])]) }
    let model = JSONValue.typed(
      "BPE", .init("dropout", .null), .init("unk_token", .null), .init("continuing_subword_prefix", .null),
      .init("end_of_word_suffix", .null), .init("fuse_unk", .bool(false)), .init("byte_fallback", .bool(false)),
      .init("ignore_merges", .bool(false)), .init("vocab", .object(vocabulary)), .init("merges", .array(merged)))
    return JSONValue.object([
      .init("version", .string("1.0")), .init("truncation", .null), .init("padding", .null),
      .init("added_tokens", .array(special.sorted { $0.token < $1.token }.map(\.json))), .init("normalizer", .null),
      .init("pre_tokenizer", splitting.json), .init("post_processor", Self.byteLevel(usesPattern: true)),
      .init("decoder", Self.byteLevel(usesPattern: true)), .init("model", model),
    ]).document
  }

  fileprivate static func byteLevel(usesPattern: Bool) -> JSONValue {
    .typed(
      "ByteLevel", .init("add_prefix_space", .bool(false)), .init("trim_offsets", .bool(false)),
      .init("use_regex", .bool(usesPattern)))
  }

  /// Reads a `tokenizer.json` of this kind.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `Problem` of kind `badData` that names the part that is damaged or not known.
  public convenience init(huggingFaceJSON data: Data, named name: String) throws {
    let json = try naming(name) { try JSONValue(parsing: Array(data)) }
    guard let model = json["model"], model["merges"] != nil else {
      throw Problem(.badData, "\(name) is not a byte-pair tokenizer in Hugging Face's format")
    }
    do {
      try self.init(json: json, model: model)
    } catch let problem as Problem {
      throw Problem(problem.kind, "\(name): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  /// Reads a byte-pair model over GPT-2's alphabet of bytes, and what surrounds it.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  convenience init(json: JSONValue, model: JSONValue) throws {
    if let type = model["type"]?.text, type != "BPE" { throw unknownPart("model", type) }
    if let normalizer = json["normalizer"] { throw unknownPart("normalizer", try normalizer.type(of: "normalizer")) }
    if let post = json["post_processor"], try TokenTemplate(json: post) != nil {
      throw unknownPart("post_processor", "\(try post.type(of: "post_processor")) around byte-pair encoding")
    }
    guard let decoder = json["decoder"]?["type"]?.text, decoder == "ByteLevel" else {
      throw unknownPart("decoder", "\(json["decoder"]?["type"]?.text ?? "nothing") after byte-pair encoding")
    }
    for name in ["unk_token", "continuing_subword_prefix", "end_of_word_suffix"] {
      if let value = model[name], value.text != "" { throw unknownPart("model", "\"\(name)\"") }
    }
    for name in ["byte_fallback", "ignore_merges"] where model[name]?.bool == true {
      throw unknownPart("model", "\"\(name)\"")
    }
    if let dropout = model["dropout"], dropout.number != 0 { throw unknownPart("model", "\"dropout\"") }
    let added = try addedTokens(json)
    let (pieces, tokens) = try Self.pieces(model, added)
    let merges = try model.list("merges", in: "model").enumerated().map { rank, entry in
      let parts = entry.elements?.compactMap { $0.text?.utf8.map(\.self) } ?? []
      let names = entry.text.map { Self.parts(ofMerge: $0) } ?? parts
      guard names.count == 2 else { throw Problem(.badData, "merge \(rank) is not a pair of pieces") }
      let pair = try names.map { name in
        guard let token = tokens[name] else {
          let name = quoted(String(decoding: name, as: UTF8.self), limit: 40)
          throw Problem(.badData, "merge \(rank) joins \(name), which the vocabulary does not have")
        }
        return token
      }
      return (left: pair[0], right: pair[1])
    }
    var special: [String: Int32] = [:]
    for entry in added {
      if special.updateValue(entry.token, forKey: entry.text) != nil {
        throw Problem(.badData, "there are two added tokens \(quoted(entry.text, limit: 40))")
      }
    }
    try self.init(
      pieces: pieces, merges: merges, splitting: Splitting(json: json["pre_tokenizer"] ?? .null), specialTokens: special
    )
  }

  /// Returns the parts of a merge in the older form: two pieces with a space between them.
  private static func parts(ofMerge text: String) -> [[UInt8]] {
    text.utf8.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Returns the bytes of each token, and the token of each name in the file.
  private static func pieces(
    _ model: JSONValue, _ added: [AddedToken]
  ) throws -> (pieces: [[UInt8]], tokens: [[UInt8]: Int32]) {
    guard let members = model["vocab"]?.members else { throw Problem(.badData, "its model has no \"vocab\"") }
    var pieces: [[UInt8]] = [], tokens: [[UInt8]: Int32] = [:]
    let special = Set(added.map(\.token))
    // Numbers without a token may lie between the vocabulary and the special tokens, but not without limit.
    let limit = 2 * (members.count + added.count) + 1000
    func set(_ token: Int32, _ bytes: [UInt8], _ name: String) throws {
      guard token < limit else {
        throw Problem(
          .badData, "the piece \(quoted(name, limit: 40)) has token \(token), but there are only \(members.count)")
      }
      while pieces.count <= Int(token) { pieces.append([]) }
      guard pieces[Int(token)].isEmpty || pieces[Int(token)] == bytes else {
        throw Problem(.badData, "two pieces have token \(token), and one is \(quoted(name, limit: 40))")
      }
      pieces[Int(token)] = bytes
    }
    for member in members {
      let name = quoted(member.name, limit: 40)
      guard let token = member.value.token else { throw Problem(.badData, "the piece \(name) has no token") }
      guard let bytes = special.contains(token) ? Array(member.name.utf8) : ByteAlphabet.bytes(of: member.name) else {
        throw Problem(.badData, "the piece \(name) is not written in GPT-2's alphabet of bytes")
      }
      try set(token, bytes, member.name)
      if tokens.updateValue(token, forKey: Array(member.name.utf8)) != nil {
        throw Problem(.badData, "the vocabulary has the piece \(name) twice")
      }
    }
    for entry in added { try set(entry.token, Array(entry.text.utf8), entry.text) }
    return (pieces, tokens)
  }
}

extension Splitting {
  /// Reads the pre-tokenizer of a byte-pair file.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init(json: JSONValue) throws {
    if case .null = json { throw unknownPart("pre_tokenizer", "nothing before byte-pair encoding") }
    var steps = [json]
    if try json.type(of: "pre_tokenizer") == "Sequence" { steps = try json.list("pretokenizers", in: "pre_tokenizer") }
    guard let last = steps.popLast(), try last.type(of: "pre_tokenizer") == "ByteLevel" else {
      throw unknownPart("pre_tokenizer", json["type"]?.text ?? "")
    }
    if last["add_prefix_space"]?.bool != false { throw unknownPart("pre_tokenizer", "ByteLevel with add_prefix_space") }
    let usesPattern = last["use_regex"]?.bool ?? true
    switch (steps.count, usesPattern) {
    case (0, true): self = .gpt2
    case (0, false): self = .none
    case (1, false):
      let pattern = steps[0]["pattern"]?["Regex"]?.text
      let known = Splitting.allCases.first { $0.pattern != nil && $0.pattern == pattern }
      guard try steps[0].type(of: "pre_tokenizer") == "Split", steps[0]["behavior"]?.text == "Isolated",
        steps[0]["invert"]?.bool != true, let known
      else { throw unknownPart("pre_tokenizer", "another pattern than GPT-2's and GPT-4's") }
      self = known
    default: throw unknownPart("pre_tokenizer", "a Sequence of several splits")
    }
  }

  /// The pre-tokenizer as `tokenizer.json` has it.
  var json: JSONValue {
    switch self {
    case .gpt2: return BytePairTokenizer.byteLevel(usesPattern: true)
    case .none: return BytePairTokenizer.byteLevel(usesPattern: false)
    case .gpt4:
      let split = JSONValue.typed(
        "Split", .init("pattern", .object([.init("Regex", .string(pattern ?? ""))])),
        .init("behavior", .string("Isolated")), .init("invert", .bool(false)))
      return .typed(
        "Sequence", .init("pretokenizers", .array([split, BytePairTokenizer.byteLevel(usesPattern: false)])))
    }
  }
}
