import Files
import Foundation
import NGrams
import Testing

@testable import Compression

private let text = "the goat sees the bell, and the bell sees the goat\n"

private func compressor(_ text: String = text, order: Int = 2) throws -> TextCompressor {
  let tokenizer = try NGramTokenizer(text: text, level: .character)
  let model = try NGramModel(sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: order)
  return try SavedNGram(model: model, tokenizer: tokenizer).compressor()
}

/// The error message for a refused file; nil if the file is accepted.
private func refusal(_ data: Data, _ compressor: TextCompressor, limit: Int? = .max) -> String? {
  do {
    _ = try compressor.decompress(data, name: "tale.kz", limit: limit)
    return nil
  } catch let problem as Problem {
    #expect(problem.kind == .badData && problem.message.contains("tale.kz"))
    return problem.message
  } catch {
    Issue.record("\(error)")
    return nil
  }
}

@Test func filesRoundTrip() throws {
  for payload in [[], [1], [0, 255, 0]] as [[UInt8]] {
    let file = CompressedFile(length: 12, checksum: .max, model: 1 << 63, payload: payload)
    #expect(try CompressedFile(file.bytes, name: "a") == file)
    #expect(file.bytes.count == CompressedFile.frameBytes + payload.count)
  }
}

@Test func aFileCutOffOrChangedAnywhereIsRefused() throws {
  let compressor = try compressor()
  let file = compressor.compress(Data(text.utf8)).file
  #expect(refusal(file, compressor) == nil)
  for count in 0..<file.count { #expect(refusal(file.prefix(count), compressor) != nil) }
  for i in 0..<file.count {
    var changed = file
    changed[i] ^= 1 << UInt8(i % 8)
    #expect(refusal(changed, compressor) != nil)
  }
  #expect(refusal(file + [0], compressor)?.contains("checksum") == true)
  #expect(refusal(Data("PK\u{3}\u{4} something else altogether, and longer than the frame".utf8), compressor) != nil)
}

@Test func aFileOfAnotherModelIsRefused() throws {
  let file = try compressor().compress(Data(text.utf8)).file
  for other in [try compressor(order: 3), try compressor(text + "The"), try compressor(text + text)] {
    #expect(refusal(file, other)?.contains("another model") == true)
  }
}

@Test func theFingerprintCoversNamesAndProbabilities() throws {
  func fingerprint(_ text: String) throws -> UInt64 {
    let tokenizer = try NGramTokenizer(text: text, level: .character)
    let model = try NGramModel(
      sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: 1, smoothing: .maximumLikelihood)
    return SavedNGram(model: model, tokenizer: tokenizer).fingerprint
  }
  // All three have the same n-grams, but one has a different letter and one has different counts.
  let prints = try ["aab", "aac", "abb"].map(fingerprint)
  #expect(Set(prints).count == 3)
  #expect(try fingerprint("aba") == prints[0])
}

@Test(arguments: NGramTokenizer.Level.allCases)
func nearlyFreeTextIsNotMistakenForDamage(level: NGramTokenizer.Level) throws {
  // Every a is followed by an a: the model leaves nothing for other tokens, and the coder only the smallest shares.
  let text = String(repeating: level == .word ? "aaaaaaaaa " : "a", count: 200_000)
  let tokenizer = try NGramTokenizer(text: text, level: level)
  let model = try NGramModel(
    sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: 2, smoothing: .maximumLikelihood)
  let compressor = try SavedNGram(model: model, tokenizer: tokenizer).compressor()
  let file = compressor.compress(Data(text.utf8)).file
  #expect(file.count < CompressedFile.frameBytes + 20)
  #expect(try compressor.decompress(file, name: "tale.kz", limit: text.utf8.count) == Data(text.utf8))
}

/// A valid file can announce far more than its size, and could keep a computer busy for hours.
@Test func moreThanTheLimitIsRefusedBeforeItIsDecoded() throws {
  let compressor = try compressor()
  let zeros = Data(count: 5000), small = compressor.compress(zeros).file
  #expect(small.count < 70)
  let file = try CompressedFile(small, name: "tale.kz")
  let large = CompressedFile(length: 1_000_001, checksum: 0, model: file.model, payload: file.payload).bytes
  for (data, limit, length) in [(small, 0, 5000), (small, 4999, 5000), (large, nil, 1_000_001)] {
    let problem = #expect(throws: Problem.self) {
      try compressor.decompress(data, name: "tale.kz", limit: limit) { _, _ in Issue.record("it was decoded") }
    }
    #expect(problem?.kind == .badData && problem?.message.contains("announces \(length)") == true)
    #expect(problem?.description.contains("\"maximum bytes\" \(length)") == true)
  }
  #expect(try compressor.decompress(small, name: "tale.kz", limit: 5000) == zeros)
  #expect([0, 1000, 1001, .max].map(TextCompressor.usualLimit) == [1_000_000, 1_000_000, 1_001_000, .max])
}

@Test func contentsThatDoNotMatchTheChecksumAreRefused() throws {
  let compressor = try compressor()
  let file = try CompressedFile(compressor.compress(Data(text.utf8)).file, name: "tale.kz")
  func spoiled(length: Int? = nil, checksum: UInt64? = nil, payload: [UInt8]? = nil) -> Data {
    CompressedFile(
      length: length ?? file.length, checksum: checksum ?? file.checksum, model: file.model,
      payload: payload ?? file.payload
    ).bytes
  }
  #expect(refusal(spoiled(checksum: 1), compressor)?.contains("damaged") == true)
  #expect(refusal(spoiled(length: file.length + 1), compressor) != nil)
  #expect(refusal(spoiled(length: file.length - 1), compressor) != nil)
  // A length beyond what the payload can hold is refused before decoding, a smaller one once the payload is used up.
  for length in [1 << 33, 1 << 40, .max] {
    #expect(refusal(spoiled(length: length), compressor)?.contains("more than it can hold") == true)
    #expect(refusal(spoiled(length: length, payload: []), compressor)?.contains("more than it can hold") == true)
  }
  #expect(refusal(spoiled(length: 1 << 20), compressor)?.contains("does not restore") == true)
  for byte in 0...255 {
    #expect(refusal(spoiled(payload: [UInt8](repeating: UInt8(byte), count: 30)), compressor) != nil)
  }
}
