import Files
import Foundation
import Tensors

/// The `config.json` of a model, as Hugging Face's transformers library reads and writes it.
struct HuggingFaceConfiguration {
  /// The model that the file describes.
  let model: GPTConfiguration
  /// How the model's tensors are named.
  let family: any HuggingFaceFamily
  /// A message about dropouts in the file that differ from the one the model uses; nil if they are all the same.
  let dropoutDifference: String?

  /// Creates the configuration to write for a model.
  ///
  /// - Throws: `Problem` of kind `usage` that names the parts of the model that no family has.
  init(_ model: GPTConfiguration) throws {
    self.model = model
    family = try HuggingFaceFamilies.family(writing: model)
    dropoutDifference = nil
  }

  /// Reads a file. Missing fields have the defaults of transformers; only the sizes are required.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` that names the file, the field and its
  ///   value if this is not a model of a family that is supported here.
  init(contentsOf path: String) throws {
    let data = try readFile(path)
    do {
      try self.init(JSONDecoder().decode(HuggingFaceFields.self, from: data))
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
    } catch DecodingError.dataCorrupted {
      throw Problem(.badData, "\(path) is not valid JSON")
    } catch {
      throw Problem(.badData, "\(path) is valid JSON, but not an object")
    }
  }

  private init(_ fields: HuggingFaceFields) throws {
    let type = try fields.value("model_type", default: "")
    guard let family = HuggingFaceFamilies.all.first(where: { $0.types.contains(type) }) else {
      let types = HuggingFaceFamilies.all.flatMap(\.types).map { "\"\($0)\"" }.joined(separator: ", ")
      throw fields.refusal("model_type", type, "supported here: \(types)")
    }
    let read = try family.read(fields)
    self.family = read.family
    model = read.model
    try model.validate(.badData)
    dropoutDifference = try Self.dropoutDifference(fields, model.dropout, family.dropouts)
  }

  /// A model has a single dropout here. Since dropouts matter only in training, other values are no reason to refuse it.
  private static func dropoutDifference(
    _ fields: HuggingFaceFields, _ used: Float, _ names: (used: String, others: [String])
  ) throws -> String? {
    let different = try names.others.compactMap { other in
      let rate = try fields.value(other, default: Float(0.1))
      return rate == used ? nil : "\(other) is \(rate)"
    }
    return different.isEmpty
      ? nil : different.joined(separator: " and ") + "; further training uses \(names.used), \(used), for all dropouts"
  }

  /// Returns the contents of the file.
  func json() throws -> Data {
    var fields = family.fields(of: model)
    fields["architectures"] = .list([.text(family.architecture)])
    fields["vocab_size"] = .size(model.vocabularySize)
    fields["tie_word_embeddings"] = .flag(model.isTied)
    // Without these two, transformers would use the family's own token ids, which can be outside this vocabulary.
    for name in ["bos_token_id", "eos_token_id"] { fields[name] = .null }
    fields["torch_dtype"] = .text("float32")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(fields) + Data("\n".utf8)
  }
}
