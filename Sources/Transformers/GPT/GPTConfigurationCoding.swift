import Files
import Layers
import Tensors

// A configuration in config.json. The names are also those of the options.
extension GPTConfiguration: Codable {
  /// In files, these names are in snake case; see `writeFile(json:to:)`.
  private enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocabulary"
    case contextLength = "context"
    case layerCount = "layers"
    case headCount = "heads"
    case width = "embedding"
    case groupCount = "groups"
    case headSize
    case innerWidth = "inner"
    case positions
    case rotaryBase
    case rotaryLayout
    case rotaryScaling
    case window
    case norm
    case normPlacement
    case normsHaveWeights = "normWeights"
    case normEpsilon
    case normalizesHeads = "qkNorm"
    case gatesHeads = "attentionGate"
    case activation
    case isGated = "gated"
    case hasBiases = "bias"
    case hasAttentionBiases = "attentionBias"
    case isTied = "tied"
    case softCap
    case startsAtZero = "zeroResiduals"
    case hasValueEmbeddings = "valueEmbeddings"
    case mixesInput = "inputMix"
    case memory
    case dropout

    /// The name in files.
    var fileName: String {
      rawValue.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
  }

  /// The names in files of earlier versions.
  private enum FormerKeys: String, CodingKey {
    case vocabularySize, contextLength, layerCount, headCount, width, hasBiases
  }

  /// Decodes a configuration; what a file does not name is as in GPT-2.
  ///
  /// - Throws: `Problem` of kind `badData` that names an unknown value.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let former = try decoder.container(keyedBy: FormerKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, or formerKey: FormerKeys) throws -> Value {
      try former.decodeIfPresent(Value.self, forKey: formerKey) ?? fields.decode(Value.self, forKey: key)
    }
    func readIfPresent<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try fields.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    func name<Value: RawRepresentable & CaseIterable>(
      _ key: CodingKeys, into value: inout Value, older: [String: Value] = [:]
    ) throws where Value.RawValue == String {
      guard let name = try fields.decodeIfPresent(String.self, forKey: key) else { return }
      guard let known = older[name] ?? Value(rawValue: name) else {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(.badData, "\(key.fileName) must be one of \(names), not \(quoted(name, limit: 100))")
      }
      value = known
    }
    self.init(
      vocabularySize: try read(.vocabularySize, or: .vocabularySize),
      contextLength: try read(.contextLength, or: .contextLength),
      layerCount: try read(.layerCount, or: .layerCount),
      headCount: try read(.headCount, or: .headCount),
      width: try read(.width, or: .width),
      dropout: try fields.decode(Float.self, forKey: .dropout),
      hasBiases: try read(.hasBiases, or: .hasBiases))
    // What has its usual size, or is turned off, is written as a number too.
    groupCount = try fields.decodeIfPresent(Int.self, forKey: .groupCount).flatMap { $0 == headCount ? nil : $0 }
    headSize = try fields.decodeIfPresent(Int.self, forKey: .headSize)
    innerWidth = try fields.decodeIfPresent(Int.self, forKey: .innerWidth).flatMap { $0 == 4 * width ? nil : $0 }
    try name(.positions, into: &positions)
    try readIfPresent(.rotaryBase, into: &rotaryBase)
    try name(.rotaryLayout, into: &rotaryLayout)
    rotaryScaling = try fields.decodeIfPresent(RotaryScaling.self, forKey: .rotaryScaling)
    window = try fields.decodeIfPresent(Int.self, forKey: .window).flatMap { $0 == 0 ? nil : $0 }
    try name(.norm, into: &norm)
    try name(.normPlacement, into: &normPlacement)
    try readIfPresent(.normsHaveWeights, into: &normsHaveWeights)
    try readIfPresent(.normEpsilon, into: &normEpsilon)
    try readIfPresent(.normalizesHeads, into: &normalizesHeads)
    try readIfPresent(.gatesHeads, into: &gatesHeads)
    // "exact" and "tanh" are the two GELUs of older files.
    try name(.activation, into: &activation, older: ["exact": .gelu, "tanh": .geluTanh])
    try readIfPresent(.isGated, into: &isGated)
    hasAttentionBiases = try fields.decodeIfPresent(Bool.self, forKey: .hasAttentionBiases)
    try readIfPresent(.isTied, into: &isTied)
    softCap = try fields.decodeIfPresent(Float.self, forKey: .softCap).flatMap { $0 == 0 ? nil : $0 }
    try readIfPresent(.startsAtZero, into: &startsAtZero)
    try readIfPresent(.hasValueEmbeddings, into: &hasValueEmbeddings)
    try readIfPresent(.mixesInput, into: &mixesInput)
    memory = try fields.decodeIfPresent(Int.self, forKey: .memory) ?? 0 > 0 ? NGramMemory.Form(from: decoder) : nil
  }

  /// Encodes a configuration. Every part is named, so a file does not depend on the defaults of a preset.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    for (key, size) in [
      (CodingKeys.vocabularySize, vocabularySize), (.contextLength, contextLength), (.layerCount, layerCount),
      (.headCount, headCount), (.width, width), (.groupCount, groups), (.innerWidth, inner), (.window, window ?? 0),
    ] { try fields.encode(size, forKey: key) }
    for (key, isOn) in [
      (CodingKeys.normsHaveWeights, normsHaveWeights), (.normalizesHeads, normalizesHeads),
      (.gatesHeads, gatesHeads), (.isGated, isGated),
      (.hasBiases, hasBiases), (.isTied, isTied), (.startsAtZero, startsAtZero),
      (.hasValueEmbeddings, hasValueEmbeddings), (.mixesInput, mixesInput),
    ] { try fields.encode(isOn, forKey: key) }
    try fields.encode(dropout, forKey: .dropout)
    try fields.encode(activation, forKey: .activation)
    try fields.encodeIfPresent(headSize, forKey: .headSize)
    try fields.encode(positions, forKey: .positions)
    try fields.encode(rotaryBase, forKey: .rotaryBase)
    try fields.encode(rotaryLayout, forKey: .rotaryLayout)
    try fields.encodeIfPresent(rotaryScaling, forKey: .rotaryScaling)
    try fields.encode(norm, forKey: .norm)
    try fields.encode(normPlacement, forKey: .normPlacement)
    try fields.encode(normEpsilon, forKey: .normEpsilon)
    try fields.encodeIfPresent(hasAttentionBiases, forKey: .hasAttentionBiases)
    try fields.encode(softCap ?? 0, forKey: .softCap)
    if let memory { try memory.encode(to: encoder) } else { try fields.encode(0, forKey: .memory) }
  }
}
