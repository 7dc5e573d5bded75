import class Kernels.Memory
import enum Kernels.Threads
import Kernels
import LanguageModels
import Numerics
import Testing
import TestSupport
import Transformers

#if canImport(Glibc)
  import Glibc
#endif

/// The sizes of a model, including odd ones.
struct ModelShape: Sendable, CustomTestStringConvertible {
  var vocabulary, context, layers, heads, width: Int
  var hasBiases = true
  var testDescription: String {
    "\(layers) layers, \(heads) heads, width \(width), context \(context)\(hasBiases ? "" : ", no biases")"
  }

  /// A model whose parameters are all distinct, including biases and norms.
  func model(seed: UInt64 = 9) -> GPT {
    let model = GPT(
      GPTConfiguration(
        vocabularySize: vocabulary, contextLength: context, layerCount: layers, headCount: heads, width: width,
        hasBiases: hasBiases))
    model.initialize(seed: 8)
    var random = RandomValues(seed: seed)
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] += random.float(in: -0.1...0.1) }
    }
    return model
  }

  func tokens(_ count: Int, seed: UInt64 = 4) -> [Int32] {
    var random = RandomValues(seed: seed)
    return random.ids(count, below: vocabulary)
  }

  static let odd = ModelShape(vocabulary: 19, context: 37, layers: 2, heads: 3, width: 33)
  static let all = [
    odd, ModelShape(vocabulary: 7, context: 5, layers: 1, heads: 1, width: 6, hasBiases: false),
    ModelShape(vocabulary: 33, context: 97, layers: 3, heads: 2, width: 34, hasBiases: false),
    ModelShape(vocabulary: 65, context: 64, layers: 4, heads: 4, width: 128),
    ModelShape(vocabulary: 5, context: 1, layers: 1, heads: 1, width: 3),
  ]
}

private func expectLogits(_ decoder: GPTDecoder, after text: some Collection<Int32>, _ model: GPT, _ context: String) {
  let logits = model.logits(Array(text), batchSize: 1)  // (1, T, V)
  let last = logits.slice(axis: 1, text.count - 1..<text.count).elements
  expectClose(actual: decoder.logits.elements, expected: last, units: 100, context)
}

/// These tests take turns because one of them sets `Threads.count` for the whole process.
@Suite(.serialized) struct GPTDecoderTests {
  @Test(arguments: ModelShape.all) func logitsMatchTheFullForwardPassAtEveryPosition(_ shape: ModelShape) {
    let model = shape.model(), text = shape.tokens(shape.context)
    let decoder = GPTDecoder(model)
    decoder.prefill(text.prefix(1))
    expectLogits(decoder, after: text.prefix(1), model, "position 0")
    for end in 1..<shape.context {
      decoder.step([text[end]])
      expectLogits(decoder, after: text.prefix(end + 1), model, "position \(end)")
    }
  }

  @Test(arguments: ModelShape.all) func aFullContextIsShiftedByHalfItsLength(_ shape: ModelShape) {
    let model = shape.model(), text = shape.tokens(2 * shape.context + 3)
    let decoder = GPTDecoder(model)
    decoder.prefill(text.prefix(shape.context))
    var start = 0
    for end in shape.context..<text.count {
      decoder.step([text[end]])
      if end - start == shape.context { start = end + 1 - max(1, shape.context / 2) }
      #expect(decoder.length == end + 1 - start)
      expectLogits(decoder, after: text[start...end], model, "position \(end)")
    }
  }

  @Test func onlyTheLastWindowOfALongPromptCounts() {
    let model = ModelShape.odd.model(), text = ModelShape.odd.tokens(80)
    let long = GPTDecoder(model), short = GPTDecoder(model)
    long.prefill(text)
    short.prefill(text.suffix(37))
    #expect(long.length == 37)
    expectSameBits(actual: long.logits.elements, expected: short.logits.elements)
  }

  /// The context is longer than one chunk of a prompt.
  @Test func prefillingAndSteppingTokenByTokenGiveTheSameBits() {
    let shape = ModelShape(vocabulary: 33, context: 97, layers: 2, heads: 3, width: 33)
    let model = shape.model(), text = shape.tokens(97)
    let whole = GPTDecoder(model), steps = GPTDecoder(model)
    whole.prefill(text)
    steps.prefill(text.prefix(1))
    for token in text.dropFirst() { steps.step([token]) }
    expectSameBits(actual: steps.logits.elements, expected: whole.logits.elements)
    // A decoder that has already read another text returns the same.
    steps.prefill(text)
    expectSameBits(actual: steps.logits.elements, expected: whole.logits.elements)
  }

  @Test(arguments: [ModelShape.odd, ModelShape.all[1]])
  func aSequenceHasTheSameBitsAloneAndInABatchOfFive(_ shape: ModelShape) {
    let model = shape.model(), prompt = shape.tokens(3), steps = 2 * shape.context
    let texts = (0..<5).map { shape.tokens(steps, seed: 20 + $0) }
    let five = GPTDecoder(model, sequenceCount: 5), singles = (0..<5).map { _ in GPTDecoder(model) }
    five.prefill(prompt)
    for single in singles { single.prefill(prompt) }
    for i in 0..<steps {
      let expected = singles.flatMap(\.logits.elements)
      expectSameBits(actual: five.logits.elements, expected: expected, "after \(i) steps")
      five.step(texts.map { $0[i] })
      for (single, text) in zip(singles, texts) { single.step([text[i]]) }
    }
  }

  @Test func generatedTokensAreTheSameOnAnyThreadCount() throws {
    // Wide enough that the kernels split their work across threads.
    let shape = ModelShape(vocabulary: 67, context: 40, layers: 2, heads: 3, width: 195)
    let model = shape.model(), before = Threads.count
    defer { Threads.count = before }
    let runs = try [1, 2, 3, 7].map { threads in
      Threads.count = threads
      var generators = (0..<3).map { RandomGenerator(seed: 2, stream: $0) }
      var tokens = [[Int32]](repeating: [], count: 3)
      try model.generate(after: [1, 2], count: 90, sampler: Sampler(), using: &generators) { tokens[$0].append($1) }
      return tokens
    }
    for run in runs { #expect(run == runs[0]) }
    #expect(Set(runs[0].joined()).count > 20)
  }

  /// Runs in a separate process because other tests share the pool and the heap, and on one thread because several
  /// threads may or may not need their scratch memory at the same time.
  @Test func memoryStaysConstantOnceTheTextExceedsTheContext() async {
    await #expect(processExitsWith: .success) {
      Threads.count = 1
      let shape = ModelShape(vocabulary: 67, context: 40, layers: 2, heads: 3, width: 195)
      let model = shape.model()
      var generators = (0..<3).map { RandomGenerator(seed: 2, stream: $0) }
      var measured: [(reserved: Int, heap: Int)] = []
      let sampler = Sampler(temperature: 0.9, topK: 30, topP: 0.9)
      measured.reserveCapacity(1000)
      try model.generate(after: [1, 2], count: 300, sampler: sampler, using: &generators) { sequence, _ in
        if sequence == 0 { measured.append((Memory.allReservedBytes, heapBytes())) }
      }
      // Before token 100, the second half of the context may not have been read again yet.
      let (first, last) = (measured[100], measured[299])
      #expect(last.reserved == first.reserved)
      // The report itself varies by a few bytes; a leak of 16 bytes per token would be 4,752 bytes.
      #expect(abs(last.heap - first.heap) < 512, "\(first) \(last)")
    }
  }

  @Test(arguments: Mistake.allCases) func invalidCallsStopTheProgram(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      let decoder = GPTDecoder(ModelShape.odd.model(), sequenceCount: 2)
      switch mistake {
      case .emptyPrompt: decoder.prefill([])
      case .noPrompt: decoder.step([1, 2])
      case .tooFewTokens:
        decoder.prefill([1])
        decoder.step([1])
      case .unknownToken: decoder.prefill([19])
      case .severalForTwo:
        decoder.prefill([1])
        _ = decoder.logits(afterEachOf: [1, 2])
      case .takenBack:
        decoder.prefill([1, 2])
        decoder.removeLast(2)
      case .copied:
        decoder.prefill([1, 2])
        decoder.copySequence(from: 0, to: 2)
      }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"), "\(text)")
  }

  enum Mistake: String, CaseIterable, Codable, Sendable {
    case emptyPrompt, noPrompt, tooFewTokens, unknownToken, severalForTwo, takenBack, copied

    var message: String {
      switch self {
      case .emptyPrompt: "GPTDecoder: a prompt needs at least one token"
      case .noPrompt: "GPTDecoder: prefill must come before the first step"
      case .tooFewTokens: "GPTDecoder: 1 tokens for 2 sequences"
      case .severalForTwo: "GPTDecoder: 2 tokens for 2 sequences after 1 of 37"
      case .takenBack: "GPTDecoder: 2 tokens to take back of 2"
      case .copied: "KeyValueCache: copy sequence 0 to 2; there are 2"
      case .unknownToken: "embedding: id 19 is outside the table of shape (19, 33)"
      }
    }
  }
}

/// The bytes in use on the C library's heap, from its own report; 0 if the library has no such report.
private func heapBytes() -> Int {
  #if canImport(Glibc)
    typealias Report = @convention(c) (Int32, UnsafeMutablePointer<FILE>?) -> Int32
    guard let symbol = dlsym(nil, "malloc_info") else { return 0 }
    var text: UnsafeMutablePointer<CChar>?
    var size = 0
    let stream = open_memstream(&text, &size)
    _ = unsafeBitCast(symbol, to: Report.self)(0, stream)
    fclose(stream)
    defer { free(text) }
    // The totals of all arenas come last: <total type="rest" count="9" size="1234"/> is free memory.
    let lines = String(cString: text!).split(separator: "\n")
    func reported(_ tag: String) -> Int {
      let line = lines.last { $0.hasPrefix("<\(tag)") } ?? ""
      return line.split(separator: "\"").last { Int($0) != nil }.flatMap { Int($0) } ?? 0
    }
    return reported("system type=\"current\"") - reported("total type=\"fast\"") - reported("total type=\"rest\"")
  #else
    return 0
  #endif
}
