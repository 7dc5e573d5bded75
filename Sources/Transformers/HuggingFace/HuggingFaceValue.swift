/// A value in a `config.json` that is to be written.
enum HuggingFaceValue: Encodable {
  case null
  case flag(Bool)
  case size(Int)
  case single(Float)
  case number(Double)
  case text(String)
  case list([HuggingFaceValue])
  case object([String: HuggingFaceValue])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let value): try container.encode(value)
    case .size(let value): try container.encode(value)
    // A float has fewer digits than a double of the same value.
    case .single(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let fields): try container.encode(fields)
    }
  }
}
