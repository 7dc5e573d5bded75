import Files
import Foundation
import NGrams
import TestSupport
import Testing
import Tokenizers
import Transformers

@testable import Compression
@testable import Mixtures

/// A GPT that is not trained, and its tokenizer.
private func gpt(seed: UInt64 = 3) -> SavedGPT {
  let tokenizer = CharacterTokenizer(text: tale())
  let model = GPT(
    GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 16, layerCount: 1, headCount: 2, width: 16))
  model.initialize(seed: seed)
  return SavedGPT(model: model, tokenizer: tokenizer)
}

private func mixture(of saved: SavedGPT, _ text: String = tale()) throws -> SavedMixture {
  let characters = try saved.characters, tokens = try characters.encode(text)
  return SavedMixture(
    model: GPTWithCounts(saved.model, characters, text: tokens, unseen: tokens.count / 10), tokenizer: characters)
}

/// Compresses all files and restores each with the same compressor and with another one.
private func checkRoundTrips(_ make: () throws -> TextCompressor) throws {
  let one = try make(), two = try make()
  for (name, data) in files {
    let (file, figures) = one.compress(data)
    #expect(try two.decompress(file, name: name) == data, "\(name)")
    #expect(try one.decompress(file, name: name) == data, "\(name)")
    #expect(one.compress(data).file == file, "\(name)")
    let ideal = (figures.modelBits + figures.escapeBits) / 8 + Double(figures.frameBytes)
    #expect(abs(Double(file.count) - ideal) < 2 + ideal / 1000, "\(name)")
    #expect(file.count <= 44 + 8 + data.count * 4, "\(name): \(file.count)")
  }
}

struct LearningCompressorsTests {
  @Test func everyFileRoundTripsWithoutAModel() throws { try checkRoundTrips { .learning() } }

  @Test func everyFileRoundTripsWithALearningGPT() throws {
    let saved = gpt()
    try checkRoundTrips { try saved.learningCompressor() }
  }

  @Test func everyFileRoundTripsWithANetworkThatLearns() throws {
    try checkRoundTrips { try gpt().learningCompressor(network: true) }
    try checkRoundTrips { try mixture(of: gpt()).compressor(learning: true, network: true) }
  }

  @Test func aNetworkThatLearnsGivesTheSameFileOnAnyNumberOfThreads() throws {
    let data = Data(tale(from: 1000, lines: 300).utf8)
    let fixed = try gpt().learningCompressor().compress(data).file
    let one = try onThreads(1) { try gpt().learningCompressor(network: true).compress(data).file }
    let two = try onThreads(2) { try gpt().learningCompressor(network: true).compress(data).file }
    #expect(one == two && one != fixed)
  }

  @Test(arguments: NGramTokenizer.Sentences.allCases)
  func everyFileRoundTripsWithALearningNGramModel(sentences: NGramTokenizer.Sentences) throws {
    let saved = try ModelKind(level: .character, sentences: sentences, smoothing: .kneserNey).saved()
    try checkRoundTrips { try saved.learningCompressor() }
  }

  @Test(arguments: [false, true])
  func everyFileRoundTripsWithAMixture(learning: Bool) throws {
    let saved = gpt()
    try checkRoundTrips { try mixture(of: saved).compressor(learning: learning) }
  }

  @Test func wordsDoNotLearn() throws {
    let saved = try ModelKind(level: .word, sentences: .line, smoothing: .kneserNey).saved()
    #expect(try problem(.badData) { _ = try saved.learningCompressor() }.message.contains("words"))
  }

  /// The same bytes on every machine and with every build, portable ones too: nothing but single IEEE operations.
  @Test func aFileWithoutAModelHasTheSameBytesEverywhere() {
    let text = tale(lines: 400) + files.map { String(decoding: $0.data, as: UTF8.self) }.joined()
    #expect(fingerprint(of: TextCompressor.learning().compress(Data(text.utf8)).file) == 16_622_511_032_597_524_834)
  }

  @Test func whatAFileNeedsIsInTheFile() throws {
    let data = Data(tale().utf8), saved = gpt(), mixed = try mixture(of: saved)
    func needs(_ compressor: TextCompressor) throws -> [Bool] {
      let needs = try TextCompressor.Needs(compressor.compress(data).file, name: "a")
      return [needs.model, needs.learning]
    }
    #expect(try needs(.learning()) == [false, true])
    #expect(try needs(saved.learningCompressor()) == [true, true])
    #expect(try needs(saved.compressor()) == [true, false])
    #expect(try needs(mixed.compressor(learning: false)) == [true, false])
    #expect(try needs(mixed.compressor(learning: true)) == [true, true])
    let trained = try saved.learningCompressor(network: true)
    #expect(try needs(trained) == [true, true])
    #expect(try TextCompressor.Needs(trained.compress(data).file, name: "a").network)
    #expect(throws: Problem.self) { try TextCompressor.Needs(Data("nothing".utf8), name: "a") }
  }

  @Test func aFileOfAnotherKindOrModelIsRefused() throws {
    let data = Data(tale().utf8), saved = gpt()
    let learned = try saved.learningCompressor().compress(data).file, fixed = try saved.compressor().compress(data).file
    func refusal(_ file: Data, _ compressor: TextCompressor) throws -> String {
      try problem(.badData) { _ = try compressor.decompress(file, name: "tale.kz") }.message
    }
    #expect(try refusal(learned, saved.compressor()).contains("learned on the way"))
    #expect(try refusal(fixed, saved.learningCompressor()).contains("stayed as it was"))
    #expect(try refusal(learned, gpt().learningCompressor(network: true)).contains("network learned"))
    #expect(try refusal(learned, gpt(seed: 4).learningCompressor()).contains("another model"))
    #expect(try refusal(learned, .learning()).contains("another model"))
    let mixed = try mixture(of: saved), other = try mixture(of: saved, tale(from: 1))
    let file = try mixed.compressor(learning: true).compress(data).file
    #expect(try refusal(file, other.compressor(learning: true)).contains("another model"))
    #expect(try refusal(file, saved.learningCompressor()).contains("another model"))
  }

  @Test func aFileCutOffOrChangedAnywhereIsRefused() {
    let compressor = TextCompressor.learning(), file = compressor.compress(Data(tale(lines: 3).utf8)).file
    for count in 0..<file.count {
      #expect(throws: Problem.self) { try compressor.decompress(file.prefix(count), name: "a") }
    }
    for i in 0..<file.count {
      var changed = file
      changed[i] ^= 1 << UInt8(i % 8)
      #expect(throws: Problem.self) { try compressor.decompress(changed, name: "a") }
    }
  }

  /// A valid checksum around bytes that no encoder wrote: the result is wrong, but nothing is read out of bounds, and a
  /// length that the bytes cannot hold is refused.
  @Test func bytesThatNoEncoderWroteAreRefused() throws {
    var values = RandomValues(seed: 6)
    for compressor in [
      .learning(), try gpt().learningCompressor(), try mixture(of: gpt()).compressor(learning: true),
    ] {
      let model = try CompressedFile(compressor.compress(Data()).file, name: "a").model
      for length in [1, 1000, 1 << 40, Int.max] {
        let payload = (0..<200).map { _ in UInt8(values.next() % 256) }
        let file = CompressedFile(kind: .learning, length: length, checksum: 1, model: model, payload: payload)
        #expect(throws: Problem.self) { try compressor.decompress(file.bytes, name: "a", limit: .max) }
      }
    }
  }

  @Test func aLongRunOfOneByteCostsAlmostNothing() throws {
    let data = Data(count: 100_000), compressor = TextCompressor.learning(), file = compressor.compress(data).file
    #expect(file.count < 150 && TextCompressor.usualLimit(ofFile: file.count) >= data.count)
    #expect(try compressor.decompress(file, name: "zeros") == data)
  }

  @Test func learningMakesFilesSmaller() throws {
    let data = Data(tale(from: 1000, lines: 1000).utf8), saved = gpt()
    let plain = try saved.compressor().compress(data).file.count
    let learned = try saved.learningCompressor().compress(data).file.count
    let mixed = try mixture(of: saved), fixed = try mixed.compressor(learning: false).compress(data).file.count
    let both = try mixed.compressor(learning: true).compress(data).file.count
    #expect(learned < plain / 4 && fixed < plain / 3 && both < learned && both < fixed)
  }
}
