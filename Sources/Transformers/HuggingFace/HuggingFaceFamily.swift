import Files
import Tensors

/// A family of models as Hugging Face's transformers library describes and names them: which fields of `config.json`
/// stand for which parts of a GPT, and which tensors for which parameters.
///
/// To add one, write its two halves, as in the folders GPT2 and Llama, and add it to ``HuggingFaceFamilies``.
protocol HuggingFaceFamily: Sendable {
  /// The values of `model_type` that this family reads.
  static var types: [String] { get }

  /// The field of the dropout that the model uses, and those of dropouts that it does not tell apart.
  static var dropouts: (used: String, others: [String]) { get }

  /// Reads a configuration.
  ///
  /// - Returns: the family with whatever `tensors(of:)` needs to know, and the model.
  /// - Throws: `Problem` of kind `badData` that names the field and its value if it is not supported here.
  static func read(_ fields: HuggingFaceFields) throws -> (family: Self, model: GPTConfiguration)

  /// Creates the family for a model that is to be written.
  ///
  /// - Throws: ``Unwritable`` that names the parts of the model that the family does not have.
  init(writing model: GPTConfiguration) throws

  /// The class in transformers.
  var architecture: String { get }

  /// Returns the fields that describe a model, besides those that all families write.
  func fields(of model: GPTConfiguration) -> [String: HuggingFaceValue]

  /// The prefix of all names, except that of the output layer. Files of a model without an output layer have none.
  var prefix: String { get }

  /// Returns all tensors except the output layer, in the order of the file, without the prefix.
  func tensors(of model: GPT) -> [HuggingFaceTensor]

  /// Whether a tensor in a file, named without the prefix, is no parameter and can be ignored.
  func isIgnored(_ name: String) -> Bool
}

/// The families that are read and written here.
enum HuggingFaceFamilies {
  static let all = [Entry(GPT2Family.self), Entry(LlamaFamily.self)]

  /// What a family can do before it is known which model it is for.
  struct Entry: Sendable {
    let types: [String]
    let dropouts: (used: String, others: [String])
    let read: @Sendable (HuggingFaceFields) throws -> (family: any HuggingFaceFamily, model: GPTConfiguration)
    let create: @Sendable (GPTConfiguration) throws -> any HuggingFaceFamily

    init<Family: HuggingFaceFamily>(_ family: Family.Type) {
      (types, dropouts) = (Family.types, Family.dropouts)
      read = {
        let (family, model) = try Family.read($0)
        return (family, model)
      }
      create = { try Family(writing: $0) }
    }
  }

  /// The weight of the output layer, in every family.
  static let head = "lm_head.weight"

  /// Returns the family that a model belongs to.
  ///
  /// - Throws: `Problem` of kind `usage` that names the parts that no family has.
  static func family(writing model: GPTConfiguration) throws -> any HuggingFaceFamily {
    var obstacles: [Unwritable] = []
    for family in all {
      do {
        return try family.create(model)
      } catch let obstacle as Unwritable {
        obstacles.append(obstacle)
      }
    }
    // The family that lacks the fewest parts is the one that was meant.
    guard let closest = obstacles.min(by: { $0.parts.count < $1.parts.count }) else {
      fatalError("there is no family of models")
    }
    throw Problem(
      .usage,
      "transformers has no such model: \(closest.family) has no \(closest.parts.joined(separator: ", and no "))")
  }
}

/// What keeps a family from holding a model.
struct Unwritable: Error {
  let family: String
  /// The parts that it does not have.
  let parts: [String]

  /// Throws an error that names the parts, if there are any.
  static func check(_ family: String, _ parts: [(isUsed: Bool, name: String)]) throws {
    let used = parts.filter(\.isUsed).map(\.name)
    if !used.isEmpty { throw Unwritable(family: family, parts: used) }
  }

  /// The parts that no model of transformers has.
  static func everywhere(_ model: GPTConfiguration) -> [(isUsed: Bool, name: String)] {
    [
      (model.memory != nil, "n-gram memory"), (model.hasValueEmbeddings, "value embeddings"),
      (model.mixesInput, "mix with the input"), (model.softCap != nil, "soft cap of logits"),
      (model.normPlacement == .after, "norms after its layers"), (model.gatesHeads, "gates of attention"),
    ]
  }
}
