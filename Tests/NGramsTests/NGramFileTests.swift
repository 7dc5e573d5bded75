import Files
import Foundation
import NGrams
import Testing
import TestSupport

private let vocabulary = NGramVocabulary(tokenCount: 4)

private func withModelFile(
  order: Int = 3, smoothing: NGramSmoothing = .wittenBell, _ body: (NGramModel, String) throws -> Void
) throws {
  let model = try NGramModel(
    sentences: stream(randomSentences(vocabulary, count: 12, length: 6), vocabulary), vocabulary: vocabulary,
    order: order, smoothing: smoothing)
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).ngram").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try model.save(to: path)
  try body(model, path)
}

/// Reads a model from these bytes and expects an error with these words and the name of the file.
private func expectRefused(_ bytes: [UInt8], _ path: String, _ words: String...) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  let problem = #expect(throws: Problem.self) { try NGramModel(contentsOf: path) }
  #expect(problem?.kind == .badData)
  for word in words + [path] { #expect(problem?.message.contains(word) == true, "\(word): \(problem?.message ?? "")") }
}

@Test(arguments: smoothings, [1, 3])
func modelsRoundTripThroughAFile(smoothing: NGramSmoothing, order: Int) throws {
  try withModelFile(order: order, smoothing: smoothing) { model, path in
    let read = try NGramModel(contentsOf: path)
    #expect(read.isNormalized == model.isNormalized && read.order == order && read.vocabulary == vocabulary)
    for context in [[], [0], [1, 2], [vocabulary.start]] as [[Int32]] {
      let found = read.probabilities(after: read.context(after: context))
      #expect(found == model.probabilities(after: model.context(after: context)))
    }
  }
}

@Test func aFileThatIsCutShortOrOfAnotherKindIsRefused() throws {
  try withModelFile { _, path in
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in [8, 20, 36, bytes.count - 1] { try expectRefused(Array(bytes.prefix(count)), path, "cut short") }
    for count in [0, 7] { try expectRefused(Array(bytes.prefix(count)), path, "is not an n-gram model") }
    try expectRefused(Array("PK\u{3}\u{4} something else".utf8), path, "is not an n-gram model")
    try expectRefused(bytes + [0], path, "damaged")
    try expectRefused(Array(bytes[..<8]) + [9] + Array(bytes[9...]), path, "version 9")
  }
}

@Test func aFlippedBitInAnyByteIsDetected() throws {
  try withModelFile { _, path in
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << (index % 8)
      try expectRefused(damaged, path)
    }
  }
}

@Test func aForgedFileIsRefusedDespiteItsValidChecksum() throws {
  try withModelFile { _, path in
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    // Each number after the header in turn is made too large for an index, and the checksum is corrected.
    for offset in stride(from: 36, to: bytes.count - 8, by: 4) {
      var changed = bytes
      changed.replaceSubrange(offset..<offset + 4, with: [0xFF, 0xFF, 0xFF, 0x7F])
      var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
      for start in stride(from: 0, to: changed.count - 8, by: 4) {
        let word = (0..<4).reduce(UInt64(0)) { $0 | UInt64(changed[start + $1]) << UInt64(8 * $1) }
        checksum = (checksum ^ word) &* 0x0000_0100_0000_01B3
      }
      changed.replaceSubrange(
        (changed.count - 8)..., with: (0..<8).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) })
      // The root's own token is never read.
      if offset == 36 + 4 * 5 { continue }
      try expectRefused(changed, path, "are invalid")
    }
  }
}
