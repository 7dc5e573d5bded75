import Foundation

// The part of Hugging Face's tokenizer.json that a character tokenizer needs.

extension CharacterTokenizer {
  /// Returns this tokenizer as a `tokenizer.json` that Hugging Face's tokenizers read. The ids are the same, and
  /// neither encoding nor decoding adds, normalizes or cleans up anything.
  ///
  /// It has the form of a unigram model with single characters as pieces, so there is only one way to split a text.
  /// Only this kind of model lists its vocabulary in order. The other kinds map strings to ids, and readers that
  /// compare strings by canonical equivalence (including Swift's) would treat some entries as equal, such as the letter
  /// Å and the angstrom sign.
  public func huggingFaceJSON() throws -> String {
    let entries = try vocabulary.map { scalar in
      "[\(String(decoding: try JSONEncoder().encode(String(scalar)), as: UTF8.self)), 0.0]"
    }
    return """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": null,
        "pre_tokenizer": null,
        "post_processor": null,
        "decoder": {"type": "Fuse"},
        "model": {
          "type": "Unigram",
          "unk_id": null,
          "vocab": [
            \(entries.joined(separator: ",\n      "))
          ],
          "byte_fallback": false
        }
      }

      """
  }

  /// Reads the result of ``huggingFaceJSON()``, even after Python has saved it again; nil if it describes another
  /// tokenizer.
  public init?(huggingFaceJSON data: Data) {
    guard let file = try? JSONDecoder().decode(UnigramFile.self, from: data), file.isPlain else { return nil }
    let scalars = file.model.vocab.compactMap { $0.text.unicodeScalars.count == 1 ? $0.text.unicodeScalars.first : nil }
    guard !scalars.isEmpty, scalars.count == file.model.vocab.count, Set(scalars).count == scalars.count else {
      return nil
    }
    self.init(vocabulary: scalars)
  }
}

/// Returns whether these bytes are a Hugging Face `tokenizer.json` of any kind.
public func isHuggingFaceTokenizer(_ data: Data) -> Bool {
  struct File: Decodable {
    struct Model: Decodable { let vocab: Anything }
    let model: Model
  }
  return (try? JSONDecoder().decode(File.self, from: data)) != nil
}

/// Any value, left unread.
private struct Anything: Decodable {}

/// The entries of a file that show whether its tokens are its characters.
private struct UnigramFile: Decodable {
  struct Named: Decodable { let type: String }

  /// A template around the tokens of a text; Python writes an empty one if there was none.
  struct Template: Decodable {
    let type: String
    let specialTokens: [String: Anything]?

    enum CodingKeys: String, CodingKey {
      case type
      case specialTokens = "special_tokens"
    }

    var isEmpty: Bool { type == "TemplateProcessing" && specialTokens?.isEmpty == true }
  }

  struct Model: Decodable {
    let type: String
    let unknownId: Int?
    let vocab: [Entry]

    enum CodingKeys: String, CodingKey {
      case type, vocab
      case unknownId = "unk_id"
    }
  }

  /// A piece of text and its score; the score does not matter, since no two pieces compete.
  struct Entry: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      text = try pair.decode(String.self)
    }
  }

  enum CodingKeys: String, CodingKey {
    case addedTokens = "added_tokens"
    case normalizer, model, decoder
    case preTokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }

  let addedTokens: [Anything]?
  let normalizer, preTokenizer: Anything?
  let postProcessor: Template?
  let decoder: Named?
  let model: Model

  /// Whether nothing happens to a text before or after it is split into pieces.
  var isPlain: Bool {
    model.type == "Unigram" && model.unknownId == nil && (addedTokens ?? []).isEmpty && normalizer == nil
      && preTokenizer == nil && postProcessor?.isEmpty != false && decoder?.type == "Fuse"
  }
}
