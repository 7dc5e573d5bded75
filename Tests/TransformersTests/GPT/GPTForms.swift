import Kernels
import Layers
import Tensors
import Testing
@testable import Transformers

/// One choice for one part of a model: a name, and how it changes a configuration.
struct PartChoice: Sendable, CustomTestStringConvertible {
  let part: String
  let name: String
  let set: @Sendable (inout GPTConfiguration) -> Void

  var testDescription: String { "\(part) \(name)" }

  init(_ part: String, _ name: String, _ set: @escaping @Sendable (inout GPTConfiguration) -> Void) {
    (self.part, self.name, self.set) = (part, name, set)
  }

  /// All choices that differ from GPT-2's form.
  static let all: [PartChoice] =
    PositionKind.allCases.filter { $0 != .learned }.map { kind in
      PartChoice("positions", kind.rawValue) { $0.positions = kind }
    }
    + Activation.allCases.filter { $0 != .gelu }.map { kind in
      PartChoice("activation", kind.rawValue) { $0.activation = kind }
    } + [
      PartChoice("positions", "rotary, interleaved") { ($0.positions, $0.rotaryLayout) = (.rotary, .interleaved) },
      PartChoice("positions", "rotary, scaled") {
        $0.positions = .rotary
        $0.rotaryScaling = RotaryScaling(factor: 4, originalContext: 8)
      },
      PartChoice("norm", "rms") { $0.norm = .rms },
      PartChoice("norm", "rms without weights") { ($0.norm, $0.normsHaveWeights) = (.rms, false) },
      PartChoice("norm placement", "after") { $0.normPlacement = .after },
      PartChoice("head norms", "on") { $0.normalizesHeads = true },
      PartChoice("gates of heads", "on") { $0.gatesHeads = true },
      PartChoice("groups", "grouped") { $0.groupCount = 2 },
      PartChoice("groups", "one") { $0.groupCount = 1 },
      PartChoice("window", "3") { $0.window = 3 },
      PartChoice("gate", "on") { $0.isGated = true },
      PartChoice("inner", "10") { $0.innerWidth = 10 },
      PartChoice("head size", "6") { $0.headSize = 6 },
      PartChoice("biases", "off") { $0.hasBiases = false },
      PartChoice("biases", "of queries, keys and values") { ($0.hasBiases, $0.hasAttentionBiases) = (false, true) },
      PartChoice("output layer", "untied") { $0.isTied = false },
      PartChoice("soft cap", "2") { $0.softCap = 2 },
      PartChoice("value embeddings", "on") { $0.hasValueEmbeddings = true },
      PartChoice("input mix", "on") { $0.mixesInput = true },
      PartChoice("memory", "3") {
        $0.memory = NGramMemory.Form(longest: 3, rowBits: 4, width: 5, dropout: 0)
      },
    ]

  /// All pairs of choices for different parts.
  static let pairs: [(PartChoice, PartChoice)] = all.indices.flatMap { i in
    all[(i + 1)...].filter { $0.part != all[i].part }.map { (all[i], $0) }
  }

  /// The smallest model with four heads, in GPT-2's form except for these choices.
  static func configuration(_ choices: PartChoice...) -> GPTConfiguration {
    var c = GPTConfiguration(vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 4, width: 16)
    for choice in choices { choice.set(&c) }
    return c
  }
}
