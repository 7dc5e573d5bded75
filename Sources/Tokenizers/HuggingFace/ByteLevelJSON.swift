import Files
import Foundation

// Hugging Face's tokenizer.json for byte-pair encoding over bytes, as GPT-2 and its successors have it.

extension BytePairTokenizer {
  /// Returns this tokenizer as a `tokenizer.json` that Hugging Face's tokenizers read, with the same ids.
  public func huggingFaceJSON() -> String {
    let names = pieces.map { ByteAlphabet.text(of: $0) }
    var special: [Int: String] = [:]
    for (name, token) in specialTokens { special[Int(token)] = name }
    let added = special.sorted { $0.key < $1.key }.map { token, name in
      #"{"id": \#(token), "content": \#(jsonString(name)), "single_word": false, "lstrip": false, "rstrip": false, "#
        + #""normalized": false, "special": true}"#
    }
    let vocabulary = names.indices.filter { !pieces[$0].isEmpty }.map { token in
      "\(jsonString(special[token] ?? names[token])): \(token)"
    }
    let merges = merges.map { jsonString("\(names[Int($0.left)]) \(names[Int($0.right)])") }
    return """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [\(list(added, indent: 4))],
        "normalizer": null,
        "pre_tokenizer": \(splittingJSON),
        "post_processor": null,
        "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
        "model": {
          "type": "BPE",
          "dropout": null,
          "unk_token": null,
          "continuing_subword_prefix": null,
          "end_of_word_suffix": null,
          "fuse_unk": false,
          "byte_fallback": false,
          "ignore_merges": false,
          "vocab": {\(list(vocabulary, indent: 6))},
          "merges": [\(list(merges, indent: 6))]
        }
      }

      """
  }

  private var splittingJSON: String {
    func byteLevel(_ regex: Bool) -> String {
      #"{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": \#(regex)}"#
    }
    guard splitting == .gpt4, let pattern = splitting.pattern else { return byteLevel(splitting == .gpt2) }
    return #"{"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": \#(jsonString(pattern))}, "#
      + #""behavior": "Isolated", "invert": false}, \#(byteLevel(false))]}"#
  }

  private func list(_ entries: [String], indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    return entries.isEmpty ? "" : "\n\(space)" + entries.joined(separator: ",\n\(space)") + "\n" + space.dropLast(2)
  }
}

/// Returns text as JSON writes it.
private func jsonString(_ text: String) -> String { quoted(text) }

// MARK: - Reading

extension BytePairTokenizer {
  /// Reads a `tokenizer.json` of this kind.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `Problem` of kind `badData` that names the part that is damaged or not supported.
  public convenience init(huggingFaceJSON data: Data, named name: String) throws {
    let file: ByteLevelFile
    do {
      file = try JSONDecoder().decode(ByteLevelFile.self, from: data)
    } catch {
      throw Problem(.badData, "\(name) is not a byte-pair tokenizer in Hugging Face's format")
    }
    do {
      try self.init(file)
    } catch let problem as Problem {
      throw Problem(problem.kind, "\(name): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  private convenience init(_ file: ByteLevelFile) throws {
    let splitting = try file.splitting()
    let vocabulary = try ByteLevelVocabulary(
      file.model.vocab, special: (file.addedTokens ?? []).map { ($0.content, $0.id) })
    let merges = try file.model.merges.enumerated().map { rank, pair in
      try vocabulary.merge(pair.left, pair.right) { "merge \(rank)" }
    }
    try self.init(
      pieces: vocabulary.pieces, merges: merges, splitting: splitting, specialTokens: vocabulary.special)
  }
}

/// The entries of a file that byte-pair encoding needs, and those that must not be there.
private struct ByteLevelFile: Decodable {
  struct Added: Decodable {
    let id: Int
    let content: String
  }

  struct Pattern: Decodable {
    let regex: String?
    enum CodingKeys: String, CodingKey { case regex = "Regex" }
  }

  struct Part: Decodable {
    let type: String
    let addPrefixSpace: Bool?
    let useRegex: Bool?
    let pattern: Pattern?
    let behavior: String?
    let invert: Bool?
    let pretokenizers: [Part]?

    enum CodingKeys: String, CodingKey {
      case type, pattern, behavior, invert, pretokenizers
      case addPrefixSpace = "add_prefix_space"
      case useRegex = "use_regex"
    }
  }

  /// A merge as `"a b"` or as `["a", "b"]`.
  struct Pair: Decodable {
    let left, right: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      let parts =
        try (try? value.decode([String].self))
        ?? value.decode(String.self).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw DecodingError.dataCorruptedError(in: value, debugDescription: "a merge joins two tokens")
      }
      (left, right) = (parts[0], parts[1])
    }
  }

  struct Model: Decodable {
    let type: String?
    let dropout: Double?
    let unknown, prefix, suffix: String?
    let byteFallback, ignoreMerges: Bool?
    let vocab: [String: Int]
    let merges: [Pair]

    enum CodingKeys: String, CodingKey {
      case type, dropout, vocab, merges
      case unknown = "unk_token"
      case prefix = "continuing_subword_prefix"
      case suffix = "end_of_word_suffix"
      case byteFallback = "byte_fallback"
      case ignoreMerges = "ignore_merges"
    }
  }

  let addedTokens: [Added]?
  let normalizer, preTokenizer, postProcessor, decoder: Part?
  let model: Model

  enum CodingKeys: String, CodingKey {
    case normalizer, decoder, model
    case addedTokens = "added_tokens"
    case preTokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }

  /// Returns how the file splits texts.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first part that is not supported.
  func splitting() throws -> Splitting {
    func refuse(_ part: String) -> Problem { Problem(.badData, "\(part) is not supported") }
    if let type = model.type, type != "BPE" { throw refuse("a model of type \(quoted(type, limit: 40))") }
    if let normalizer { throw refuse("the normalizer \(quoted(normalizer.type, limit: 40))") }
    // Its work is on the offsets of tokens, not on the tokens.
    if let type = postProcessor?.type, type != "ByteLevel" {
      throw refuse("the post-processor \(quoted(type, limit: 40))")
    }
    if let type = decoder?.type, type != "ByteLevel" { throw refuse("the decoder \(quoted(type, limit: 40))") }
    if model.dropout ?? 0 != 0 { throw refuse("dropout of merges") }
    if model.prefix?.isEmpty == false { throw refuse("a prefix of continuing tokens") }
    if model.suffix?.isEmpty == false { throw refuse("a suffix of words") }
    if model.byteFallback == true { throw refuse("byte_fallback") }
    if model.ignoreMerges == true { throw refuse("ignore_merges") }
    guard let preTokenizer else { throw refuse("a byte-pair model without the pre-tokenizer ByteLevel") }
    let parts = preTokenizer.type == "Sequence" ? preTokenizer.pretokenizers ?? [] : [preTokenizer]
    guard let last = parts.last, last.type == "ByteLevel", parts.count <= 2 else {
      throw refuse("the pre-tokenizer \(quoted(preTokenizer.type, limit: 40)) other than ByteLevel")
    }
    if last.addPrefixSpace != false { throw refuse("add_prefix_space") }
    guard parts.count == 2 else { return last.useRegex ?? true ? .gpt2 : .none }
    let split = parts[0], pattern = split.pattern?.regex
    guard split.type == "Split", split.behavior == "Isolated", split.invert != true, last.useRegex == false,
      let known = Splitting.allCases.first(where: { $0.pattern == pattern && pattern != nil })
    else { throw refuse("the pre-tokenizer \(quoted(pattern ?? split.type, limit: 60))") }
    return known
  }
}
