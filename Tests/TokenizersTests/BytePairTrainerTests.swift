import Files
import TestSupport
import Testing

@testable import Tokenizers

/// Counts all pairs anew for each merge: the definition, with the smallest pair first among equally frequent ones.
private func naiveMerges(_ text: String, _ splitting: Splitting, count: Int) -> [[UInt8]] {
  var pieces = ByteAlphabet.order.map { [$0] }
  let tokenOfByte = Dictionary(uniqueKeysWithValues: ByteAlphabet.order.enumerated().map { ($1, $0) })
  var chunks = splitting.chunks(of: Array(text.utf8)).map { $0.map { tokenOfByte[$0]! } }
  while pieces.count < count {
    var counts: [[Int]: Int] = [:]
    for chunk in chunks { for (a, b) in zip(chunk, chunk.dropFirst()) { counts[[a, b], default: 0] += 1 } }
    guard
      let best = counts.min(by: { a, b in
        a.value != b.value ? a.value > b.value : (a.key[0], a.key[1]) < (b.key[0], b.key[1])
      })?.key
    else { break }
    pieces.append(pieces[best[0]] + pieces[best[1]])
    for i in chunks.indices {
      var merged: [Int] = [], j = 0
      while j < chunks[i].count {
        let isPair = j + 1 < chunks[i].count && chunks[i][j] == best[0] && chunks[i][j + 1] == best[1]
        merged.append(isPair ? pieces.count - 1 : chunks[i][j])
        j += isPair ? 2 : 1
      }
      chunks[i] = merged
    }
  }
  return pieces
}

struct BytePairTrainerTests {
  @Test(arguments: [Splitting.gpt2, .none]) func mergesAreThoseOfTheDefinition(splitting: Splitting) throws {
    var random = RandomValues(seed: 7)
    for round in 0..<25 {
      let letters = Array("aaab ".unicodeScalars.prefix(2 + round % 4))
      var text = String.UnicodeScalarView()
      for _ in 0..<(20 + 10 * round) { text.append(letters[Int(random.next() % UInt64(letters.count))]) }
      let tokenizer = try BytePairTrainer.tokenizer(of: String(text), splitting: splitting, vocabularySize: 275)
      #expect(tokenizer.pieces == naiveMerges(String(text), splitting, count: 275), "round \(round)")
    }
  }

  @Test func theExampleOfTheDocumentation() throws {
    let tokenizer = try BytePairTrainer.tokenizer(of: "low lower lowest", vocabularySize: 260)
    #expect(tokenizer.pieces.suffix(4).map { String(decoding: $0, as: UTF8.self) } == ["lo", "low", " low", " lowe"])
  }

  @Test func aShortTextGivesASmallerVocabulary() throws {
    #expect(try BytePairTrainer.tokenizer(of: "abc", vocabularySize: 4096).vocabularySize == 258)
    #expect(try BytePairTrainer.tokenizer(of: "", vocabularySize: 4096).vocabularySize == 256)
    _ = try problem(.badData) { _ = try BytePairTrainer.tokenizer(of: "abc", vocabularySize: 255) }
  }
}
