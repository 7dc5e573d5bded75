import Layers
import Tensors
import Testing

@testable import Transformers

struct GPT2NamesTests {
  private let family = try! GPT2Family(
    writing: GPTConfiguration(vocabularySize: 5, contextLength: 3, layerCount: 2, headCount: 1, width: 2))
  private let model = GPT(
    GPTConfiguration(vocabularySize: 5, contextLength: 3, layerCount: 2, headCount: 1, width: 2))

  @Test func namesAndShapesMatchGPT2() {
    let block = [
      ("ln_1.weight", "(2,)"), ("ln_1.bias", "(2,)"), ("attn.c_attn.weight", "(2, 6)"), ("attn.c_attn.bias", "(6,)"),
      ("attn.c_proj.weight", "(2, 2)"), ("attn.c_proj.bias", "(2,)"), ("ln_2.weight", "(2,)"), ("ln_2.bias", "(2,)"),
      ("mlp.c_fc.weight", "(2, 8)"), ("mlp.c_fc.bias", "(8,)"), ("mlp.c_proj.weight", "(8, 2)"),
      ("mlp.c_proj.bias", "(2,)"),
    ]
    let expected =
      [("wte.weight", "(5, 2)"), ("wpe.weight", "(3, 2)")] + block.map { ("h.0." + $0, $1) }
      + block.map { ("h.1." + $0, $1) } + [("ln_f.weight", "(2,)"), ("ln_f.bias", "(2,)")]
    let found = model.huggingFaceTensors(family)
    #expect(found.map(\.name) == expected.map { "transformer." + $0.0 })
    #expect(found.map(\.tensor.shape.description) == expected.map(\.1))
    #expect(found.map { $0.tensor.contents().shape.description } == expected.map(\.1))
  }

  /// All numbers are distinct, so the test sees that rows become columns even in square matrices.
  @Test func blockMatricesAreTransposedAndEmbeddingTablesAreNot() throws {
    for (i, parameter) in model.parameters.enumerated() {
      for j in 0..<parameter.count { parameter.data[j] = Float(100 * i + j) }
    }
    let there = Dictionary(
      uniqueKeysWithValues: model.huggingFaceTensors(family).map { ($0.name, $0.tensor.contents()) })
    func pair(_ parameter: Parameter?, _ name: String) throws -> (Tensor, Tensor) {
      (try #require(parameter), try #require(there["transformer." + name]))
    }
    for (here, there) in try [
      pair(model.blocks[1].attention.qkv.weight, "h.1.attn.c_attn.weight"),
      pair(model.blocks[1].attention.output.weight, "h.1.attn.c_proj.weight"),
      pair(model.blocks[0].feedForward.up.weight, "h.0.mlp.c_fc.weight"),
      pair(model.blocks[0].feedForward.down.weight, "h.0.mlp.c_proj.weight"),
    ] {
      for out in 0..<here.shape[0] {
        for input in 0..<here.shape[1] { #expect(there[input, out] == here[out, input]) }
      }
    }
    for (here, there) in try [
      pair(model.tokenEmbedding.weight, "wte.weight"), pair(model.positionEmbedding?.weight, "wpe.weight"),
      pair((model.norm as? LayerNorm)?.weight, "ln_f.weight"),
      pair((model.blocks[1].norm2 as? LayerNorm)?.weight, "h.1.ln_2.weight"),
    ] { #expect(there.elements == here.elements) }
  }

  @Test func aModelWithoutBiasesGetsZeros() {
    var configuration = model.configuration
    configuration.hasBiases = false
    let bare = GPT(configuration)
    bare.initialize(seed: 3)
    let tensors = bare.huggingFaceTensors(family)
    #expect(tensors.map(\.name) == model.huggingFaceTensors(family).map(\.name))
    for (name, tensor) in tensors where name.hasSuffix("bias") {
      #expect(tensor.contents().elements.allSatisfy { $0 == 0 }, "\(name)")
    }
  }

  @Test func tensorsMadeForTheFileAreNotKept() throws {
    let tensors = Dictionary(uniqueKeysWithValues: model.huggingFaceTensors(family).map { ($0.name, $0.tensor) })
    let make = try #require(tensors["transformer.h.1.mlp.c_fc.weight"])
    weak var first: Tensor?
    do {
      let tensor = make.contents()
      first = tensor
      #expect(tensor.shape == [2, 8])
    }
    #expect(first == nil)
  }

  @Test func onlyCausalMasksAreIgnored() {
    for name in ["h.0.attn.bias", "h.11.attn.masked_bias"] { #expect(family.isIgnored(name)) }
    for name in [
      "h.0.attn.c_attn.bias", "h.x.attn.bias", "attn.bias", "h.0.feedForward.bias", "h.0.attn.bias.weight", "",
      "h.+5.attn.bias", "h.-0.attn.bias", "h..attn.bias", "h.\u{663}.attn.bias",
    ] {
      #expect(!family.isIgnored(name))
    }
  }
}
