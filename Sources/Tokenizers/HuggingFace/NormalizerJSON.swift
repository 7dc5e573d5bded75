import Files
import Foundation

// Normalizers in Hugging Face's tokenizer.json.

extension Normalizer {
  /// Reads a normalizer.
  ///
  /// - Throws: `Problem` of kind `badData` that names a part which is not known.
  init(json: JSONValue) throws {
    switch try json.type(of: "normalizer") {
    case "BertNormalizer":
      self = .bert(
        BERTNormalizer(
          cleansText: json["clean_text"]?.bool ?? true,
          separatesChineseCharacters: json["handle_chinese_chars"]?.bool ?? true,
          removesAccents: json["strip_accents"]?.bool, lowercases: json["lowercase"]?.bool ?? true))
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .removingMarks
    case "Strip": self = .strip(start: json["strip_left"]?.bool ?? true, end: json["strip_right"]?.bool ?? true)
    case "Prepend": self = .prepend(try json.text("prepend", in: "normalizer"))
    case "Replace":
      let content = try json.text("content", in: "normalizer")
      if let part = json["pattern"]?["String"]?.text {
        self = .replace(part, with: content)
      } else if let pattern = json["pattern"]?["Regex"]?.text, pattern == Self.spacesAround, content.isEmpty {
        self = .trimSpaces
      } else if json["pattern"]?["Regex"]?.text == " {2,}" {
        self = .collapseSpaces(to: content)
      } else {
        throw unknownPart("normalizer", "Replace with a pattern")
      }
    case "Precompiled":
      let text = try json.text("precompiled_charsmap", in: "normalizer")
      guard let data = Data(base64Encoded: text) else {
        throw Problem(.badData, "the normalizer's precompiled_charsmap is not base64")
      }
      self = data.isEmpty ? .sequence([]) : .charsmap(try Charsmap(Array(data)))
    case "Sequence": self = .sequence(try json.list("normalizers", in: "normalizer").map(Normalizer.init))
    case let type:
      guard let form = UnicodeForm(rawValue: type) else { throw unknownPart("normalizer", type) }
      self = .form(form)
    }
  }

  /// The pattern of spaces at the start and the end of a text.
  private static let spacesAround = #"\A +| +\z"#

  /// The normalizer as `tokenizer.json` has it.
  var json: JSONValue {
    switch self {
    case .bert(let rules):
      .typed(
        "BertNormalizer", .init("clean_text", .bool(rules.cleansText)),
        .init("handle_chinese_chars", .bool(rules.separatesChineseCharacters)),
        .init("strip_accents", rules.removesAccents.map(JSONValue.bool) ?? .null),
        .init("lowercase", .bool(rules.lowercases)))
    case .form(let form): .typed(form.rawValue)
    case .lowercase: .typed("Lowercase")
    case .removingMarks: .typed("StripAccents")
    case .strip(let start, let end):
      .typed("Strip", .init("strip_left", .bool(start)), .init("strip_right", .bool(end)))
    case .trimSpaces:
      .typed(
        "Replace", .init("pattern", .object([.init("Regex", .string(Self.spacesAround))])),
        .init("content", .string(""))
      )
    case .prepend(let text): .typed("Prepend", .init("prepend", .string(text)))
    case .replace(let part, let replacement):
      .typed(
        "Replace", .init("pattern", .object([.init("String", .string(part))])), .init("content", .string(replacement)))
    case .collapseSpaces(let replacement):
      .typed(
        "Replace", .init("pattern", .object([.init("Regex", .string(" {2,}"))])),
        .init("content", .string(replacement)))
    case .charsmap(let map):
      .typed("Precompiled", .init("precompiled_charsmap", .string(Data(map.bytes).base64EncodedString())))
    case .sequence(let normalizers): .typed("Sequence", .init("normalizers", .array(normalizers.map(\.json))))
    }
  }
}

/// Returns the problem of a part of `tokenizer.json` that this library does not know.
func unknownPart(_ part: String, _ type: String) -> Problem {
  Problem(
    .badData, "its \(part) is or contains \(printable(type)), which is not supported",
    suggestion: "Supported are the kinds that the files of GPT-2, BERT and SentencePiece use.")
}

extension JSONValue {
  /// An object with a type and other members.
  static func typed(_ type: String, _ members: Member...) -> JSONValue {
    .object([Member("type", .string(type))] + members)
  }

  /// Returns the type of an object.
  ///
  /// - Throws: `Problem` of kind `badData` if it has none.
  func type(of part: String) throws -> String { try text("type", in: part) }

  /// Returns a member that is text.
  ///
  /// - Throws: `Problem` of kind `badData` if there is none.
  func text(_ name: String, in part: String) throws -> String {
    guard let text = self[name]?.text else { throw Problem(.badData, "its \(part) has no \"\(name)\" that is text") }
    return text
  }

  /// Returns a member that is a list.
  ///
  /// - Throws: `Problem` of kind `badData` if there is none.
  func list(_ name: String, in part: String) throws -> [JSONValue] {
    guard let list = self[name]?.elements else {
      throw Problem(.badData, "its \(part) has no \"\(name)\" that is a list")
    }
    return list
  }
}
