import Files
import Foundation
import NGrams
import Testing
import TestSupport
import Tokenizers
import Transformers

@testable import Corpora
@testable import Compression

/// Training sentences; `from` chooses which.
func tale(from: Int = 0, lines: Int = 200) -> String {
  let who = ["the ferry", "a goat", "Nell", "the baker", "an old clock", "the miller"]
  let does = ["waits for", "sees", "has lost", "sings to", "carries"]
  let what = ["the river.", "a loaf of bread,", "the bell;", "seven sheep!", "its own shadow?", "the tide."]
  return (from..<from + lines).map { i in "\(who[i * i % 6]) \(does[i / 2 % 5]) \(what[i * i / 3 % 6])\n" }.joined()
}

/// Files of all kinds; most are unlike anything a model has learned.
let files: [(name: String, data: Data)] = {
  var values = RandomValues(seed: 4)
  func random(_ count: Int, below limit: UInt64) -> Data {
    Data((0..<count).map { _ in UInt8(values.next() % limit) })
  }
  return [
    ("a tale", Data(tale(from: 7, lines: 60).utf8)),
    ("nothing", Data()), ("one byte", Data("t".utf8)), ("an unknown byte", Data([0xFF])),
    ("a newline", Data("\n".utf8)),
    ("random bytes", random(5000, below: 256)), ("random ASCII", random(3000, below: 128)),
    ("zeros", Data(count: 3000)),
    ("other scripts", Data("Ночью у реки тихо. 夜の川は静か。 The naïve goat 👩‍🚀 sees. \u{FEFF}\r\n".utf8)),
    (
      "broken UTF-8",
      Data("the goat ".utf8) + Data([0xC3, 0x28, 0xED, 0xA0, 0x80, 0xC0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0xE2])
    ),
    ("cut UTF-8", Data("the café".utf8).dropLast()),
    ("odd spaces", Data(" the  goat\t\tsees\u{B}\r\n\n\n the bell; \n \n".utf8)),
    ("markers", Data("the <unk> sees <s> the </s> <unk>\n</s>".utf8)),
    ("parts of words", Data("thegoat goats go a\u{301} the\u{A0}goat".utf8)),
    ("no last newline", Data("the goat sees".utf8)),
  ]
}()

/// A kind of n-gram model.
struct ModelKind: Sendable, CustomTestStringConvertible {
  let level: NGramTokenizer.Level
  let sentences: NGramTokenizer.Sentences
  let smoothing: NGramSmoothing
  var order = 3
  var testDescription: String { "\(level) \(sentences) \(smoothing) \(order)" }

  func saved(_ text: String = tale()) throws -> SavedNGram {
    let tokenizer = try NGramTokenizer(text: text, level: level, sentences: sentences)
    let model = try NGramModel(
      sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: order, smoothing: smoothing)
    return SavedNGram(model: model, tokenizer: tokenizer)
  }

  static let all =
    NGramTokenizer.Level.allCases.flatMap { level in
      NGramTokenizer.Sentences.allCases.flatMap { sentences in
        smoothings.map { ModelKind(level: level, sentences: sentences, smoothing: $0) }
      }
    } + [
      ModelKind(level: .word, sentences: .line, smoothing: .kneserNey, order: 1),
      ModelKind(level: .character, sentences: .text, smoothing: .kneserNey, order: 8),
    ]
}

@Test(arguments: ModelKind.all)
func everyFileRoundTripsWithEveryNGramModel(kind: ModelKind) throws {
  let compressor = try kind.saved().compressor()
  for (name, data) in files {
    let (file, figures) = compressor.compress(data)
    #expect(try compressor.decompress(file, name: name) == data, "\(name)")
    #expect(figures.bytesBefore == data.count && figures.bytesAfter == file.count, "\(name)")
    // A file that does not suit the model can grow, but only within bounds.
    #expect(file.count <= 44 + 8 + data.count * 4, "\(name): \(file.count)")
  }
}

@Test func everyFileRoundTripsWithAGPT() throws {
  let tokenizer = CharacterTokenizer(text: tale())
  let model = GPT(
    GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 16, layerCount: 1, headCount: 2, width: 16))
  model.initialize(seed: 3)
  let saved = SavedGPT(model: model, tokenizer: tokenizer)
  let compressor = try saved.compressor()
  for (name, data) in files {
    let (file, figures) = compressor.compress(data)
    #expect(try saved.compressor().decompress(file, name: name) == data, "\(name)")
    let ideal = (figures.modelBits + figures.escapeBits) / 8 + Double(figures.frameBytes)
    #expect(abs(Double(file.count) - ideal) < 2 + ideal / 1000, "\(name)")
  }
  let other = GPT(model.configuration)
  other.initialize(seed: 4)
  let file = compressor.compress(files[0].data).file
  #expect(throws: Problem.self) {
    try SavedGPT(model: other, tokenizer: tokenizer).compressor().decompress(file, name: "tale")
  }
}

@Test func theFingerprintOfAGPTCoversEveryParameter() throws {
  let tokenizer = CharacterTokenizer(text: "abc")
  let model = GPT(GPTConfiguration(vocabularySize: 3, contextLength: 4, layerCount: 1, headCount: 2, width: 4))
  model.initialize(seed: 3)
  let saved = SavedGPT(model: model, tokenizer: tokenizer)
  var seen: Set = [try saved.fingerprint]
  for parameter in model.parameters {
    parameter.data[parameter.count - 1] += 1
    seen.insert(try saved.fingerprint)
  }
  #expect(seen.count == model.parameters.count + 1)
  // The same parameters in a form that reads them in another way.
  for change: (inout GPTConfiguration) -> Void in [{ $0.window = 2 }, { $0.softCap = 9 }, { $0.normEpsilon = 0.1 }] {
    var form = model.configuration
    change(&form)
    let other = GPT(form)
    for (to, from) in zip(other.parameters, model.parameters) { to.data.update(from: from.data, count: from.count) }
    #expect(try seen.insert(SavedGPT(model: other, tokenizer: tokenizer).fingerprint).inserted)
  }
  #expect(seen.count == model.parameters.count + 4)
  let renamed = SavedGPT(model: model, tokenizer: CharacterTokenizer(text: "abd"))
  #expect(try !seen.contains(renamed.fingerprint) && seen.contains(saved.fingerprint))
}

@Test(arguments: ModelKind.all.filter { $0.smoothing == .kneserNey || $0.smoothing == .wittenBell })
func aFileCostsWhatItsModelPredicts(kind: ModelKind) throws {
  let saved = try kind.saved()
  let text = tale(from: 1000, lines: 2000)
  let (file, figures) = try saved.compressor().compress(Data(text.utf8))
  let ideal = (figures.modelBits + figures.escapeBits) / 8
  #expect(abs(Double(file.count - figures.frameBytes) - ideal) < 2 + ideal / 1000)
  // Evaluation also counts the end of the text, and its probability at every token, which a coder need not reserve.
  // Word models with one sentence have no token for a newline.
  guard kind.sentences == .line || kind.level == .character else { return }
  let evaluation = saved.model.evaluate(saved.tokenizer.encode(text))
  #expect(figures.modelBits < evaluation.totalBits + 1 && figures.modelBits > 0.995 * evaluation.totalBits - 20)
  #expect(figures.escapedBytes == 0 && figures.escapeBits < 12)
}

@Test func betterModelsCompressBetter() throws {
  let data = Data(tale(from: 1000, lines: 2000).utf8)
  let sizes = try [1, 2, 4].map { order in
    try ModelKind(level: .character, sentences: .text, smoothing: .kneserNey, order: order).saved().compressor()
      .compress(data).file.count
  }
  #expect(sizes[1] < sizes[0] * 3 / 4 && sizes[2] < sizes[1] * 3 / 4)
}

@Test func anUnknownScriptIsLearnedAlongTheWay() throws {
  let text = String(repeating: "Ночью у реки было тихо, и мельник считал мешки. ", count: 50)
  for level in NGramTokenizer.Level.allCases {
    let saved = try ModelKind(level: level, sentences: .line, smoothing: .kneserNey).saved()
    let (file, figures) = try saved.compressor().compress(Data(text.utf8))
    #expect(figures.escapedBytes >= text.utf8.count / 2 && file.count < text.unicodeScalars.count)
  }
}

@Test func progressReportsTheBytesDone() throws {
  let compressor = try ModelKind(level: .character, sentences: .text, smoothing: .kneserNey).saved().compressor()
  let data = Data(tale().utf8)
  var places: [Int] = []
  let file = compressor.compress(data) { places.append($0) }.file
  #expect(places.count == data.count / 1024 && places == places.sorted() && (places.last ?? 0) <= data.count)
  var others: [Int] = []
  _ = try compressor.decompress(file, name: "tale") { done, all in
    others.append(done)
    #expect(all == data.count)
  }
  #expect(others == places)
}
