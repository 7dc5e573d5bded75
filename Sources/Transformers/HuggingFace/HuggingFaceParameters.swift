import Files
import Tensors

extension GPT {
  /// Returns all parameters under GPT-2's names and in its layout, with zeros for biases that this model does not have.
  ///
  /// Tensors that are transposed or have no parameter here are created only on request. Otherwise they would take as
  /// much memory as the model itself.
  func huggingFaceTensors() -> [(name: String, shape: Shape, tensor: () -> Tensor)] {
    let own = Dictionary(uniqueKeysWithValues: namedParameters.map { ($0.name, $0.parameter) })
    var configuration = configuration
    configuration.hasBiases = true
    // The parameters of this model take no memory, since they are never touched.
    return GPT(configuration).namedParameters.map { named in
      let tensor = own[named.name]?.detached(), shape = named.parameter.shape
      let isTransposed = HuggingFaceNames.isTransposed(named)
      return (
        HuggingFaceNames.prefix + HuggingFaceNames.name(of: named),
        isTransposed ? Shape(shape.sizes.reversed()) : shape,
        {
          let tensor = tensor ?? .zeros(shape)
          return isTransposed ? tensor.transposed() : tensor
        }
      )
    }
  }

  /// Sets all parameters from files with GPT-2's names and layout, after checking names and shapes.
  ///
  /// - Parameter isTied: whether the output layer can be missing from the file.
  func load(huggingFace file: SafetensorsShards, isTied: Bool) throws {
    /// A problem of a tensor in one of the files, or of all of them.
    func wrong(_ what: String, of name: String? = nil) -> Problem {
      Problem(.badData, "\(name.flatMap { file.file(of: $0)?.path } ?? file.path)\(what)")
    }
    let prefix = file.names.contains { $0.hasPrefix(HuggingFaceNames.prefix) } ? HuggingFaceNames.prefix : ""
    let named = namedParameters.map { (name: prefix + HuggingFaceNames.name(of: $0), $0) }
    for (name, own) in named {
      let sizes = own.parameter.shape.sizes
      let wanted = Shape(HuggingFaceNames.isTransposed(own) ? sizes.reversed() : sizes)
      guard let shape = file.shape(of: name) else {
        throw wrong(" has no tensor \(shown(name)), which the model needs")
      }
      guard shape == wanted else {
        throw wrong(": tensor \(shown(name)) has shape \(shape), but config.json makes it \(wanted)", of: name)
      }
    }
    if !isTied, file.shape(of: HuggingFaceNames.head) == nil {
      throw wrong(
        " has no tensor \(shown(HuggingFaceNames.head)), though config.json says that tie_word_embeddings is false")
    }
    let known = Set(named.map(\.name)).union([HuggingFaceNames.head])
    let extra = file.names.first { name in
      !known.contains(name)
        && !(name.hasPrefix(prefix) && HuggingFaceNames.isMask(String(name.dropFirst(prefix.count))))
    }
    if let extra { throw wrong(" has a tensor \(shown(extra)), which a GPT-2 does not have", of: extra) }

    for (name, own) in named {
      let parameter = own.parameter
      if HuggingFaceNames.isTransposed(own) {
        let stored = Tensor(unfilled: Shape(parameter.shape.sizes.reversed()))
        try file.read(name, into: stored)
        let transposed = stored.transposed()
        // The memory is freed with the last reference to the tensor, and a pointer is not a reference.
        withExtendedLifetime(transposed) { parameter.data.update(from: transposed.data, count: parameter.count) }
      } else {
        try file.read(name, into: parameter)
      }
      guard parameter.isFinite else {
        throw wrong(": tensor \(shown(name)) holds numbers that are not finite", of: name)
      }
    }
    try requireTiedHead(file)
  }

  /// Refuses an output layer that differs from the token embedding, since the two are the same here.
  private func requireTiedHead(_ file: SafetensorsShards) throws {
    guard let shape = file.shape(of: HuggingFaceNames.head) else { return }
    let head = Tensor(unfilled: shape)
    if shape == tokenEmbedding.weight.shape {
      try file.read(HuggingFaceNames.head, into: head)
      let isTied = withExtendedLifetime(head) {
        (0..<head.count).allSatisfy { head.data[$0] == tokenEmbedding.weight.data[$0] }
      }
      if isTied { return }
    }
    let path = file.file(of: HuggingFaceNames.head)?.path ?? file.path
    throw Problem(
      .badData,
      "\(path): tensor \(shown(HuggingFaceNames.head)) differs from the token embedding; the two must be equal")
  }
}

/// A tensor's name in a message, quoted because a name from a file can be any text.
private func shown(_ name: String) -> String { quoted(name, limit: 100) }
