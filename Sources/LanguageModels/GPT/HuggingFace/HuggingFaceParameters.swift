import Files
import Layers
import Tensors

extension GPT {
  /// All parameters under GPT-2's names and in its layout; where this model has no biases, zeros.
  func huggingFaceTensors() -> [(name: String, tensor: Tensor)] {
    let own = Dictionary(uniqueKeysWithValues: namedParameters.map { ($0.name, $0.parameter) })
    var configuration = configuration
    configuration.hasBiases = true
    // Its parameters take no memory, as they are not touched.
    return GPT(configuration).namedParameters.map { named in
      let tensor = own[named.name]?.detached() ?? Tensor.zeros(named.parameter.shape)
      return (
        HuggingFaceNames.prefix + HuggingFaceNames.name(of: named),
        HuggingFaceNames.isTransposed(named) ? tensor.transposed() : tensor
      )
    }
  }

  /// Sets all parameters from a file with GPT-2's names and layout, of which names and shapes are checked first.
  ///
  /// - Parameter isTied: whether the file may do without an output layer.
  func load(huggingFace file: Safetensors, isTied: Bool) throws {
    func wrong(_ what: String) -> Problem { Problem(.badData, "\(file.path)\(what)") }
    let prefix = file.names.contains { $0.hasPrefix(HuggingFaceNames.prefix) } ? HuggingFaceNames.prefix : ""
    let named = namedParameters.map { (name: prefix + HuggingFaceNames.name(of: $0), $0) }
    for (name, own) in named {
      let sizes = own.parameter.shape.sizes
      let wanted = Shape(HuggingFaceNames.isTransposed(own) ? sizes.reversed() : sizes)
      guard let shape = file.shape(of: name) else {
        throw wrong(" has no tensor \"\(name)\", which the model needs")
      }
      guard shape == wanted else {
        throw wrong(": tensor \"\(name)\" has shape \(shape), but config.json makes it \(wanted)")
      }
    }
    if !isTied, file.shape(of: HuggingFaceNames.head) == nil {
      throw wrong(
        " has no tensor \"\(HuggingFaceNames.head)\", though config.json says that tie_word_embeddings is false")
    }
    let known = Set(named.map(\.name)).union([HuggingFaceNames.head])
    let extra = file.names.first { name in
      !known.contains(name)
        && !(name.hasPrefix(prefix) && HuggingFaceNames.isMask(String(name.dropFirst(prefix.count))))
    }
    if let extra { throw wrong(" has a tensor \"\(extra)\", which a GPT-2 does not have") }

    for (name, own) in named {
      let parameter = own.parameter
      if HuggingFaceNames.isTransposed(own) {
        let stored = Tensor(unfilled: Shape(parameter.shape.sizes.reversed()))
        try file.read(name, into: stored)
        parameter.data.update(from: stored.transposed().data, count: parameter.count)
      } else {
        try file.read(name, into: parameter)
      }
      guard parameter.isFinite else {
        throw wrong(": tensor \"\(name)\" holds numbers that are not finite")
      }
    }
    try requireTiedHead(file)
  }

  /// Refuses an output layer that is not the token table, for here they are one.
  private func requireTiedHead(_ file: Safetensors) throws {
    guard let shape = file.shape(of: HuggingFaceNames.head) else { return }
    let head = Tensor(unfilled: shape)
    if shape == token.weight.shape {
      try file.read(HuggingFaceNames.head, into: head)
      if (0..<head.count).allSatisfy({ head.data[$0] == token.weight.data[$0] }) { return }
    }
    throw Problem(
      .badData,
      "\(file.path): tensor \"\(HuggingFaceNames.head)\" differs from the token table; only tied ones are known"
    )
  }
}
