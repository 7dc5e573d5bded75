import Corpora
import Files
import Layers
import Tensors
import TestSupport
import Testing
import Training
import Transformers

struct GPTAdaptersTests {
  private func model(_ change: (inout GPTConfiguration) -> Void = { _ in }) -> GPT {
    var c = GPTConfiguration(vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 4, width: 16)
    change(&c)
    let model = GPT(c)
    model.initialize(seed: 3)
    return model
  }

  private let ids: [Int32] = [1, 2, 3, 4, 5, 6, 0, 1]

  @Test(arguments: AdaptedMap.allCases) func aMapIsAdaptedWhereverItIs(map: AdaptedMap) throws {
    let model = model {
      ($0.isGated, $0.isTied) = (true, false)
      $0.groupCount = 2
    }
    let before = model.logits(ids, batchSize: 1).elements
    try model.adapt(AdapterOptions(rank: 2, alpha: 4, maps: [map]), seed: 1)
    #expect(model.isAdapted)
    expectClose(actual: model.logits(ids, batchSize: 1).elements, expected: before, units: 8)
    let sizes: [AdaptedMap: (rows: Range<Int>, inputs: Int, place: String)] = [
      .query: (0..<16, 16, "attention.qkv"), .key: (16..<24, 16, "attention.qkv"),
      .value: (24..<32, 16, "attention.qkv"), .output: (0..<16, 16, "attention.output"),
      .gate: (0..<64, 16, "mlp.gate"), .inner: (0..<64, 16, "mlp.up"), .outer: (0..<16, 64, "mlp.down"),
      .head: (0..<7, 16, "head"),
    ]
    let size = try #require(sizes[map])
    #expect(
      model.trainableParameters.map { "\($0.name) \($0.parameter.shape)" }
        == (map == .head ? [""] : ["blocks.0.", "blocks.1."]).flatMap { block in
          [
            "\(block)\(size.place).adapters.0.a (2, \(size.inputs))",
            "\(block)\(size.place).adapters.0.b (\(size.rows.count), 2)",
          ]
        })
    // Every adapter changes something.
    for named in model.trainableParameters where named.name.hasSuffix(".b") {
      named.parameter.data[1] = 1
      #expect(model.logits(ids, batchSize: 1).elements != before, "\(named.name)")
      named.parameter.data[1] = 0
    }
  }

  @Test func trainingChangesOnlyTheAdaptersAndMergingKeepsWhatWasLearned() throws {
    let model = model { $0.isTied = false }, frozen = model.namedParameters
    // Embeddings of a fresh model are too small for logits that say much, and they do not learn here.
    fill(model)
    let before = frozen.map(\.parameter.elements)
    try model.adapt(AdapterOptions(rank: 2, alpha: 8, maps: AdaptedMap.all(of: model.configuration)), seed: 1)
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (60, 1e-2, 1e-2, 0)
    let trainer = Trainer(model.trainableParameters, options, tokensPerStep: 8, seed: 1)
    let batch = Batch([
      MarkedTokens(prompt: [1, 2, 3], answer: [6, 6, 0]), MarkedTokens(prompt: [4, 2], answer: [5, 0]),
    ])
    var losses: [Float] = []
    while !trainer.isDone { losses.append(try trainer.step([batch]) { model.loss($0, &$1) }.loss) }
    #expect(losses.last! < 0.3 * losses[0])
    for (named, elements) in zip(frozen, before) {
      expectSameBits(actual: named.parameter.elements, expected: elements, named.name)
    }
    // The optimizer has a state for the adapters alone.
    #expect(trainer.optimizer.parameters.count == 2 * model.trainableParameters.count)

    let learned = model.logits(ids, batchSize: 1).elements
    let decoder = GPTDecoder(model)
    decoder.prefill(ids)
    expectClose(actual: decoder.logits.elements, expected: Array(learned.suffix(7)), units: 64)
    model.mergeAdapters()
    #expect(!model.isAdapted && model.trainableParameters.count == frozen.count)
    expectClose(actual: model.logits(ids, batchSize: 1).elements, expected: learned, units: 64)
  }

  @Test func anAdapterDoesNotDependOnTheOthers() throws {
    let (one, both) = (model(), model())
    try one.adapt(AdapterOptions(rank: 3, maps: [.value]), seed: 9)
    try both.adapt(AdapterOptions(rank: 3, maps: [.value, .query, .outer]), seed: 9)
    #expect(
      one.blocks[1].attention.qkv.adapters[0].a.elements == both.blocks[1].attention.qkv.adapters[1].a.elements)
  }

  @Test func impossibleAdaptersAreRefused() throws {
    for options in [
      AdapterOptions(rank: 0), AdapterOptions(rank: 17), AdapterOptions(alpha: 0), AdapterOptions(alpha: .infinity),
      AdapterOptions(maps: []), AdapterOptions(maps: [.key, .key]), AdapterOptions(maps: [.gate]),
      AdapterOptions(maps: [.head]),
    ] {
      let model = model()
      _ = try problem(.usage) { try model.adapt(options, seed: 1) }
      #expect(!model.isAdapted && model.parameters.allSatisfy(\.isTrainable))
    }
  }

  @Test func onlyTheLastBlocksTrain() {
    let model = model { $0.isTied = false }
    model.trainLastBlocks(1)
    #expect(
      Set(model.trainableParameters.map { $0.name.split(separator: ".").prefix(2).joined(separator: ".") })
        == ["blocks.1", "norm.weight", "norm.bias", "head.weight"])
    let tied = self.model()
    tied.trainLastBlocks(0)
    #expect(tied.trainableParameters.map(\.name) == ["norm.weight", "norm.bias"])
  }
}
