import Files
import Foundation
import Layers
import Tensors

/// A folder with the low-rank adapters of a model alone, as the PEFT library reads and writes them: some kilobytes beside a
/// model that stays as it is.
///
///     try AdapterFolder("answers").write(of: model)           // adapter_config.json, adapter_model.safetensors
///     try AdapterFolder("answers").load(into: sameModel)      // a model without adapters, of the same sizes
///
/// In Python, over a folder that ``HuggingFaceFolder`` wrote,
///
///     base = AutoModelForCausalLM.from_pretrained("exported")
///     model = PeftModel.from_pretrained(base, "answers")
///
/// returns the same logits, up to rounding.
public struct AdapterFolder {
  /// The folder's path.
  public let path: String

  /// Refers to the folder at a path, which does not have to exist yet.
  public init(_ path: String) { self.path = path }

  /// The names of the files in such a folder.
  public static let fileNames = ["adapter_model.safetensors", "adapter_config.json"]

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  // MARK: Writing

  /// Writes the adapters of a model, creating the folder if it is missing. Adapters that are already there are replaced.
  ///
  /// - Parameter base: where the model without its adapters is, for whoever opens the folder; nil if that is not known.
  /// - Throws: `Problem` of kind `usage` if the model has no adapters, or if transformers has no model with its parts.
  public func write(of model: GPT, base: String? = nil) throws {
    let family = try HuggingFaceFamilies.family(writing: model.configuration)
    let modules = AdaptableModule.all(of: model, family)
    let tensors = modules.compactMap { AdapterTensors($0.name, $0.layer, rows: $0.rows) }
    guard !tensors.isEmpty else { throw Problem(.usage, "the model has no adapters to write") }
    let rank = tensors.map(\.rank).min() ?? 1, alpha = tensors.first { $0.rank == rank }?.alpha ?? 1
    // PEFT multiplies a change by alpha / rank of its own module. In a pattern, a kind of module has other values.
    var kinds: [String: AdapterTensors] = [:]
    for module in modules {
      if let found = tensors.first(where: { $0.module == module.name }) { kinds[module.kind] = found }
    }
    let others = kinds.filter { $0.value.rank != rank || $0.value.alpha != alpha }
    let configuration: [String: HuggingFaceValue] = [
      "peft_type": .text("LORA"), "task_type": .text("CAUSAL_LM"), "inference_mode": .flag(true),
      "base_model_name_or_path": base.map { .text($0) } ?? .null, "r": .size(rank), "lora_alpha": .single(alpha),
      "lora_dropout": .number(0), "bias": .text("none"), "modules_to_save": .null,
      "target_modules": .list(kinds.keys.sorted().map { .text($0) }),
      "rank_pattern": .object(others.mapValues { .size($0.rank) }),
      "alpha_pattern": .object(others.mapValues { .single($0.alpha) }),
      // The maps of GPT-2 are stored as (in, out).
      "fan_in_fan_out": .flag(family is GPT2Family), "init_lora_weights": .flag(true), "use_rslora": .flag(false),
      "use_dora": .flag(false),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(configuration) + Data("\n".utf8)
    try replaceFiles(Self.fileNames, in: path) { place in
      let new = AdapterFolder(place)
      try writeFile(json, to: new.file("adapter_config.json"))
      try Safetensors.write(
        tensors.flatMap { tensor in
          let names = AdapterTensors.names(tensor.module)
          return [(names.a, tensor.a), (names.b, tensor.b)]
        }, to: new.file("adapter_model.safetensors"))
    }
  }

  // MARK: Reading

  /// Gives a model the adapters of the folder, in place of those that it has; its own parameters are then frozen.
  ///
  /// - Throws: `Problem` of kind `missing` if there are no adapters; `badData` if they are of a kind that is not
  ///   supported here, or for another model. The model is then unchanged.
  public func load(into model: GPT) throws {
    try finishReplacement(in: path)
    try requireFiles(Self.fileNames, of: "an adapter", in: path)
    let family = try HuggingFaceFamilies.family(writing: model.configuration)
    let fields = try fields(), weights = try Safetensors(file("adapter_model.safetensors"))
    var unused = Set(weights.names), adapters: [(layer: Linear, adapter: LoRA)] = []
    for module in AdaptableModule.all(of: model, family) {
      let names = AdapterTensors.names(module.name), inputs = module.layer.weight.shape[1]
      guard let shape = weights.shape(of: names.a) else { continue }
      // Joined adapters have more rows than one alone could use.
      guard shape.rank == 2, shape[1] == inputs, (1...inputs + module.rows.count).contains(shape[0]) else {
        throw wrong(weights, names.a, "has shape \(shape), which does not fit a map of \(inputs) inputs")
      }
      let rank = shape[0]
      let adapter = LoRA(
        inputs, rows: module.rows, rank: rank, alpha: try alpha(of: module, rank: rank, fields))
      for (name, parameter) in [(names.a, adapter.a), (names.b, adapter.b)] {
        try weights.check(name, shape: parameter.shape)
        try weights.read(name, into: parameter)
        guard parameter.isFinite else { throw wrong(weights, name, "holds numbers that are not finite") }
        unused.remove(name)
      }
      adapters.append((module.layer, adapter))
    }
    if let head = model.head, unused.remove(Self.repeatedHead) != nil { try check(weights, repeated: head) }
    if let name = unused.min() { throw wrong(weights, name, "belongs to no map of this model") }
    guard !adapters.isEmpty else { throw Problem(.badData, "\(weights.path) has no tensors") }
    model.removeAdapters()
    model.setTrainable(false)
    for (layer, adapter) in adapters { layer.adapt(adapter) }
  }

  /// Checks that an output layer in the file, without its adapter, is that of the model.
  private func check(_ weights: Safetensors, repeated head: Linear) throws {
    let name = Self.repeatedHead, repeated = Tensor(unfilled: head.weight.shape)
    try weights.check(name, shape: head.weight.shape)
    try weights.read(name, into: repeated)
    guard repeated.elements == head.weight.elements else {
      throw wrong(weights, name, "is not the output layer of this model")
    }
  }

  /// PEFT repeats an adapted output layer as it is without the adapter.
  private static let repeatedHead = "base_model.model.lm_head.base_layer.weight"

  private func wrong(_ file: Safetensors, _ name: String, _ what: String) -> Problem {
    Problem(.badData, "\(file.path): tensor \(quoted(name, limit: 100)) \(what)")
  }

  /// Reads the configuration and refuses forms that are more than the two maps.
  private func fields() throws -> HuggingFaceFields {
    try checked {
      let fields = try JSONDecoder().decode(HuggingFaceFields.self, from: readFile(file("adapter_config.json")))
      try fields.expect("peft_type", "LORA")
      try fields.expect("bias", "none")
      try fields.expect("use_rslora", false)
      try fields.expect("use_dora", false)
      return fields
    }
  }

  /// Returns alpha of a module; PEFT multiplies a change by alpha / rank.
  private func alpha(of module: AdaptableModule, rank: Int, _ fields: HuggingFaceFields) throws -> Float {
    try checked {
      let (ranks, alphas) = (try fields.object("rank_pattern"), try fields.object("alpha_pattern"))
      /// The value of the pattern that ends the module's name, as PEFT looks it up.
      func pattern<Value: Decodable>(_ patterns: HuggingFaceFields?) throws -> Value? {
        let parts = module.name.split(separator: ".")
        for count in 1...parts.count {
          if let value: Value = try patterns?.given(parts.suffix(count).joined(separator: ".")) { return value }
        }
        return nil
      }
      let stated: Int = try pattern(ranks) ?? fields.size("r")
      guard stated == rank else {
        throw Problem(.badData, "the rank of \(module.kind) is \(stated), but its tensors have a rank of \(rank)")
      }
      let alpha: Float = try pattern(alphas) ?? fields.value("lora_alpha", default: Float(8))
      guard alpha > 0, alpha.isFinite else {
        throw fields.refusal("lora_alpha", alpha, "it must be a number above 0")
      }
      return alpha
    }
  }

  private func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let problem as Problem where problem.kind == .badData {
      throw Problem(.badData, "\(file("adapter_config.json")): \(problem.message)", suggestion: problem.suggestion)
    } catch is DecodingError {
      throw Problem(.badData, "\(file("adapter_config.json")) is not a JSON object")
    }
  }
}
