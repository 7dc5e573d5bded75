import Files
import Foundation
import Layers
import Testing

@testable import Transformers

/// A configuration in a file, whose names are in snake case.
struct GPTConfigurationFileTests {
  /// Every part differs from GPT-2's, so one that is not read back shows.
  private var unusual: GPTConfiguration {
    var c = GPTConfiguration(
      vocabularySize: 11, contextLength: 8, layerCount: 2, headCount: 4, width: 12, dropout: 0.1, hasBiases: false,
      activation: .silu)
    (c.groupCount, c.headSize, c.innerWidth, c.window) = (2, 6, 17, 5)
    (c.positions, c.rotaryBase, c.rotaryLayout, c.rotaryScaling) = (
      .rotary, 500, .interleaved, RotaryScaling(factor: 2)
    )
    (c.norm, c.normPlacement, c.normsHaveWeights, c.normEpsilon, c.normalizesHeads) = (.rms, .after, false, 1e-6, true)
    (c.isGated, c.hasAttentionBiases, c.isTied, c.softCap, c.startsAtZero) = (true, true, false, 15, true)
    (c.hasValueEmbeddings, c.mixesInput, c.memory, c.gatesHeads) = (true, true, NGramMemory.Form(), true)
    c.memory?.longest = 4
    c.memory?.rowBits = 9
    c.memory?.dropout = 0.25
    return c
  }

  @Test func everyPartIsReadBackFromAFile() throws {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString)-config.json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try writeFile(json: unusual, to: path)
    #expect(try readFile(json: GPTConfiguration.self, describing: "a model", at: path) == unusual)
    let text = String(decoding: try readFile(path), as: UTF8.self)
    for name in ["rotary_base", "qk_norm", "norm_weights", "soft_cap", "memory_bits", "low_frequency_factor"] {
      #expect(text.contains("\"\(name)\""), "\(name)")
    }
  }

  @Test func anUnknownPartIsNamedAsInTheFile() throws {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString)-config.json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try writeFile(json: unusual, to: path)
    let text = String(decoding: try readFile(path), as: UTF8.self)
    try writeFile(text.replacing("\"interleaved\"", with: "\"mixed\""), to: path)
    let problem = try #require(throws: Problem.self) {
      try readFile(json: GPTConfiguration.self, describing: "a model", at: path)
    }
    #expect(problem.message.contains("rotary_layout must be one of") && problem.message.contains("\"mixed\""))
  }
}
