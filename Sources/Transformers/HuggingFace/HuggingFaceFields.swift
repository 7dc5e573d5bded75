import Files
import Tensors

/// The fields of a `config.json` that is read, or of an object in it.
struct HuggingFaceFields: Decodable {
  private let container: KeyedDecodingContainer<Name>
  /// The names of the objects around this one, each followed by a dot.
  private var path = ""

  init(from decoder: any Decoder) throws { container = try decoder.container(keyedBy: Name.self) }

  private init(_ container: KeyedDecodingContainer<Name>, path: String) {
    (self.container, self.path) = (container, path)
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Whether there is such a field, even if it is null.
  func has(_ name: String) -> Bool { container.contains(Name(stringValue: name)) }

  /// Returns a value; nil if the field is missing or null.
  func given<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
    do {
      return try container.decodeIfPresent(Value.self, forKey: Name(stringValue: name))
    } catch {
      throw Problem(.badData, "\(path)\(name) has the wrong type")
    }
  }

  /// Returns a value, or the default of transformers if the field is missing.
  func value<Value: Decodable>(_ name: String, default standard: Value) throws -> Value {
    try given(name) ?? standard
  }

  /// Returns a whole number that must be there.
  func size(_ name: String) throws -> Int {
    guard let size: Int = try given(name) else { throw Problem(.badData, "\(path)\(name) is missing") }
    return size
  }

  /// Returns the fields of an object; nil if it is missing or null.
  func object(_ name: String) throws -> HuggingFaceFields? {
    let key = Name(stringValue: name)
    guard has(name), try !container.decodeNil(forKey: key) else { return nil }
    do {
      return HuggingFaceFields(
        try container.nestedContainer(keyedBy: Name.self, forKey: key), path: "\(path)\(name).")
    } catch {
      throw Problem(.badData, "\(path)\(name) has the wrong type")
    }
  }

  /// Refuses every value except one, which is also the default of a missing field.
  func expect<Value: Decodable & Equatable>(_ name: String, _ only: Value) throws {
    let found = try value(name, default: only)
    guard found == only else { throw refusal(name, found, "only \(Self.text(only)) is supported here") }
  }

  /// A problem with a field's value.
  func refusal(_ name: String, _ value: some Any, _ instead: String) -> Problem {
    Problem(.badData, "\(path)\(name) is \(Self.text(value)); \(instead)")
  }

  /// The fraction that a field says to drop.
  func dropout(_ name: String, default standard: Float) throws -> Float {
    let rate = try value(name, default: standard)
    guard 0..<1 ~= rate else { throw refusal(name, rate, "it must be at least 0 and below 1") }
    return rate
  }

  private static func text(_ value: some Any) -> String {
    (value as? String).map { quoted($0, limit: 100) } ?? "\(value)"
  }

  // MARK: Activations

  /// The names of the activations; if a function has several names, the first is written.
  private static let activations: [(name: String, function: Activation)] = [
    ("gelu", .gelu), ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh), ("relu", .relu),
    ("relu2", .reluSquared), ("silu", .silu), ("swish", .silu),
  ]

  /// Returns the activation that a field names.
  func activation(_ name: String, default standard: String) throws -> Activation {
    let given = try value(name, default: standard)
    guard let known = Self.activations.first(where: { $0.name == given }) else {
      let names = Self.activations.map(\.name).joined(separator: ", ")
      throw refusal(name, given, "supported here: \(names)")
    }
    return known.function
  }

  /// The name of an activation in transformers.
  static func name(of activation: Activation) -> String {
    guard let known = activations.first(where: { $0.function == activation }) else {
      fatalError("transformers has no name for \(activation.rawValue)")
    }
    return known.name
  }
}
