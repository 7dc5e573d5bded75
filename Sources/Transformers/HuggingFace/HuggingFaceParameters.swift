import Files
import Tensors

extension GPT {
  /// Returns the model as tensors of a family, in the order of the file.
  func huggingFaceTensors(_ family: any HuggingFaceFamily) -> [(name: String, tensor: HuggingFaceTensor)] {
    var all = family.tensors(of: self).map { (family.prefix + $0.name, $0) }
    if let head {
      let tensor = HuggingFaceTensor(HuggingFaceFamilies.head, head.weight)
      all.append((tensor.name, tensor))
    }
    return all
  }

  /// Sets all parameters from files with a family's names and layout, after checking names and shapes. Biases that the
  /// files do not have become zeros.
  func load(huggingFace file: SafetensorsShards, _ family: any HuggingFaceFamily) throws {
    /// A problem of a tensor in one of the files, or of all of them.
    func wrong(_ what: String, of name: String? = nil) -> Problem {
      Problem(.badData, "\(name.flatMap { file.file(of: $0)?.path } ?? file.path)\(what)")
    }
    let head = HuggingFaceFamilies.head
    let prefix = file.names.contains { $0.hasPrefix(family.prefix) } ? family.prefix : ""
    var tensors = family.tensors(of: self).map { (name: prefix + $0.name, tensor: $0) }
    if let own = self.head {
      guard file.shape(of: head) != nil else {
        throw wrong(" has no tensor \(shown(head)), though config.json says that tie_word_embeddings is false")
      }
      tensors.append((head, HuggingFaceTensor(head, own.weight)))
    }
    for (name, tensor) in tensors {
      guard let shape = file.shape(of: name) else {
        throw wrong(" has no tensor \(shown(name)), which the model needs")
      }
      guard shape == tensor.shape else {
        throw wrong(": tensor \(shown(name)) has shape \(shape), but config.json makes it \(tensor.shape)", of: name)
      }
    }
    let known = Set(tensors.map(\.name)).union([head])
    let extra = file.names.first { name in
      !known.contains(name) && !(name.hasPrefix(prefix) && family.isIgnored(String(name.dropFirst(prefix.count))))
    }
    if let extra {
      throw wrong(" has a tensor \(shown(extra)), which a \(family.architecture) does not have", of: extra)
    }

    for parameter in parameters where !tensors.contains(where: { $0.tensor.isPart(of: parameter) }) {
      parameter.data.update(repeating: 0, count: parameter.count)
    }
    for (name, tensor) in tensors {
      let isFinite = try tensor.set { try file.read(name, into: $0) }
      guard isFinite else { throw wrong(": tensor \(shown(name)) holds numbers that are not finite", of: name) }
    }
    if self.head == nil { try requireTiedHead(file) }
  }

  /// Refuses an output layer that differs from the token embedding, since config.json says that the two are the same.
  private func requireTiedHead(_ file: SafetensorsShards) throws {
    let name = HuggingFaceFamilies.head
    guard let shape = file.shape(of: name) else { return }
    let head = Tensor(unfilled: shape)
    if shape == tokenEmbedding.weight.shape {
      try file.read(name, into: head)
      let isTied = withExtendedLifetime(head) {
        (0..<head.count).allSatisfy { head.data[$0] == tokenEmbedding.weight.data[$0] }
      }
      if isTied { return }
    }
    throw Problem(
      .badData,
      "\(file.file(of: name)?.path ?? file.path): tensor \(shown(name)) differs from the token embedding, though "
        + "config.json says that tie_word_embeddings is true")
  }
}

/// A tensor's name in a message, quoted because a name from a file can be any text.
private func shown(_ name: String) -> String { quoted(name, limit: 100) }
