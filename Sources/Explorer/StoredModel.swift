import Layers
import Tensors
import Transformers

/// The numbers of a model as a page holds them.
struct StoredModel {
  private let model: GPT
  private let memory: [StoredMemory]

  init(_ model: GPT) {
    self.model = model
    memory = model.memory?.tables.map(StoredMemory.init) ?? []
  }

  /// The parameters without the memory: its tables are stored in another form, and its mark is for training only.
  private var network: [NamedParameter] { model.namedParameters.filter { !$0.name.hasPrefix("memory.") } }

  /// The number of parameters without the memory.
  var networkCount: Int { network.reduce(0) { $0 + $1.parameter.count } }

  /// How many characters the model takes in the page.
  func size(network precision: PackedNumbers.Precision, memory memoryPrecision: PackedNumbers.Precision) -> Int {
    let numbers = network.reduce(0) { sum, named in
      let shape = named.parameter.shape
      return sum
        + PackedNumbers.size(
          count: shape.count, columns: shape.lastSize, precision: precision)
    }
    return numbers + memory.reduce(0) { $0 + $1.size(memoryPrecision) }
  }

  /// What the page gets.
  struct Packed: Encodable {
    let name: String
    /// Whether the network's numbers are rounded, and those of the memory.
    let isRounded: Bool
    let isMemoryRounded: Bool
    let parameters: [String: PackedNumbers]
    let memory: [StoredMemory.Packed]?
    let map: TokenMap?
  }

  /// Returns the model for the page.
  func packed(
    name: String, network precision: PackedNumbers.Precision, memory memoryPrecision: PackedNumbers.Precision,
    map: TokenMap?
  ) -> Packed {
    let parameters = network.map { ($0.name, PackedNumbers($0.parameter, precision: precision)) }
    return Packed(
      name: name, isRounded: precision != .exact, isMemoryRounded: !memory.isEmpty && memoryPrecision != .exact,
      parameters: Dictionary(uniqueKeysWithValues: parameters),
      memory: memory.isEmpty ? nil : memory.map { $0.packed(memoryPrecision) }, map: map)
  }
}
