import Console
import Files
import Layers
import Tensors
import Transformers

extension PositionKind: OptionValue {}
extension RotaryLayout: OptionValue {}
extension NormKind: OptionValue {}
extension NormPlacement: OptionValue {}
extension Activation: OptionValue {}

/// The options that exchange parts of a model; what the user does not give is as in the preset.
enum ModelParts {
  static let groups = Option<Int>.optional(
    "groups", help: "heads of keys and values, which several heads of queries share; must divide the heads",
    in: 1...65_536)
  static let inner = Option<Int>.optional(
    "inner", help: "channels inside a feed-forward layer (default: 4 times the embedding)", in: 1...1_048_576)
  static let window = Option<Int>.optional(
    "window", help: "how many tokens attention looks back at; 0 for all of the context", in: 0...16_777_216)
  static let positions = Option<PositionKind>.optional("positions", help: "how the model knows where a token stands")
  static let rotaryBase = Option<Double>.optional("rotary-base", help: "the base of rotary positions", in: 1.000_1...)
  static let rotaryLayout = Option<RotaryLayout>.optional(
    "rotary-layout", help: "which channels rotary positions rotate together")
  static let norm = Option<NormKind>.optional("norm", help: "the kind of norm")
  static let normPlacement = Option<NormPlacement>.optional("norm-placement", help: "where a block has its norms")
  static let normWeights = toggle("norm-weights", "scale what RMSNorms return")
  static let normEpsilon = Option<Float>.optional(
    "norm-epsilon", help: "what norms add to the variance or the mean square", in: 0...)
  static let qkNorm = toggle("qk-norm", "normalize queries and keys")
  static let attentionGate = toggle("attention-gate", "let each attention head decide how much it passes on")
  static let activation = Option<Activation>.optional("activation", help: "the function inside feed-forward layers")
  static let gated = toggle("gated", "gate feed-forward layers: SwiGLU and its like")
  static let bias = toggle("bias", "give linear layers and norms biases")
  static let tied = toggle("tied", "use the token embedding as the output layer")
  static let softCap = Option<Float>.optional(
    "soft-cap", help: "limit logits to this size, smoothly; 0 for no limit", in: 0...)
  static let zeroResiduals = toggle("zero-residuals", "start the maps that feed the residual stream at 0")
  static let valueEmbeddings = toggle("value-embeddings", "add an embedding of each token to the values of attention")
  static let inputMix = toggle("input-mix", "begin each block with a learned mix of the stream and the model's input")
  static let memory = Option<Int>.optional(
    "memory", help: "look up the last 2 to N characters in tables; 0 for no memory", in: 0...8)
  static let memoryBits = Option<Int>.optional(
    "memory-bits", help: "rows of each table of the memory: 2 to the power of N", in: 4...24)
  static let memoryWidth = Option<Int>.optional(
    "memory-width", help: "channels of each row of the memory; at most the embedding", in: 1...65_536)
  static let memoryDropout = Option<Float>.optional(
    "memory-dropout", help: "fraction of the memory's rows left out in training", in: 0..<1)

  static let all: [any CommandOption] = [
    groups, inner, window, positions, rotaryBase, rotaryLayout, norm, normPlacement, normWeights, normEpsilon, qkNorm,
    attentionGate, activation, gated, bias, tied, softCap, zeroResiduals, valueEmbeddings, inputMix, memory, memoryBits,
    memoryWidth,
    memoryDropout,
  ]

  private static func toggle(_ name: String, _ help: String) -> Option<Switch?> {
    Option<Switch>.optional(name, help: help)
  }

  /// Sets what the user gave.
  ///
  /// - Throws: `Problem` if an option is for a part that the model does not have.
  static func set(_ parsed: Parsed, in c: inout GPTConfiguration) throws {
    func set<Value>(_ path: WritableKeyPath<GPTConfiguration, Value>, _ option: Option<Value?>) {
      if let value = parsed[option] { c[keyPath: path] = value }
    }
    func set(_ path: WritableKeyPath<GPTConfiguration, Bool>, _ option: Option<Switch?>) {
      if let value = parsed[option] { c[keyPath: path] = value.isOn }
    }
    c.groupCount = parsed[groups] ?? c.groupCount
    c.innerWidth = parsed[inner] ?? c.innerWidth
    if let count = parsed[window] { c.window = count > 0 ? count : nil }
    set(\.positions, positions)
    set(\.rotaryBase, rotaryBase)
    set(\.rotaryLayout, rotaryLayout)
    set(\.norm, norm)
    set(\.normPlacement, normPlacement)
    set(\.normsHaveWeights, normWeights)
    set(\.normEpsilon, normEpsilon)
    set(\.normalizesHeads, qkNorm)
    set(\.gatesHeads, attentionGate)
    set(\.activation, activation)
    set(\.isGated, gated)
    set(\.hasBiases, bias)
    set(\.isTied, tied)
    if let cap = parsed[softCap] { c.softCap = cap > 0 ? cap : nil }
    set(\.startsAtZero, zeroResiduals)
    set(\.hasValueEmbeddings, valueEmbeddings)
    set(\.mixesInput, inputMix)
    if let longest = parsed[memory] {
      if longest < 2 {
        c.memory = nil
      } else {
        c.memory = c.memory ?? NGramMemory.Form(width: min(NGramMemory.Form().width, c.width))
        c.memory?.longest = longest
      }
    }
    let ofMemory: [any CommandOption] = [memoryBits, memoryWidth, memoryDropout]
    if c.memory == nil, parsed[memory] == nil, let option = ofMemory.first(where: { parsed.isGiven($0) }) {
      throw Problem(
        .usage, "--\(option.declaration.name) is for a memory, which this model does not have",
        suggestion: "Add --memory 6.")
    }
    if let bits = parsed[memoryBits] { c.memory?.rowBits = bits }
    if let width = parsed[memoryWidth] { c.memory?.width = width }
    if let dropout = parsed[memoryDropout] { c.memory?.dropout = dropout }
  }
}
