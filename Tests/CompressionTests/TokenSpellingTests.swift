import NGrams
import Testing
import TestSupport
import Tokenizers

@testable import Compression

/// The tokens that a spelling finds in bytes, with nil for each byte that it does not cover, and what they spell.
private func cut(_ bytes: [UInt8], _ spelling: any TokenSpelling) -> (pieces: [Int32?], spelled: [UInt8]) {
  var pieces: [Int32?] = []
  var spelled: [UInt8] = []
  bytes.withUnsafeBufferPointer { bytes in
    var next = 0
    while next < bytes.count {
      if let (token, length) = spelling.token(in: bytes, at: next) {
        pieces.append(token)
        #expect(spelling.append(token, to: &spelled))
        next += length
        #expect(spelled.count == next)
      } else {
        pieces.append(nil)
        spelled.append(bytes[next])
        next += 1
      }
    }
  }
  return (pieces, spelled)
}

@Test func charactersAreSplitByTheirUTF8() throws {
  let tokenizer = CharacterTokenizer(vocabulary: ["a", "é", "\u{7FF}", "夜", "\u{FFFF}", "👩"])
  let spelling = CharacterSpelling(tokenizer: tokenizer)
  #expect(cut(Array("aé\u{7FF}夜\u{FFFF}👩".utf8), spelling).pieces == [0, 1, 2, 3, 4, 5])
  #expect(cut(Array("a\nè".utf8), spelling).pieces == [0, nil, nil, nil])
  // Overlong encodings of "a" and "é" must stay as they are, and so must truncated ones.
  let odd: [UInt8] = [0xC1, 0xA1, 0xE0, 0x83, 0xA9, 0xF0, 0x80, 0x83, 0xA9, 0xC3, 0x61, 0xC3, 0xE9, 0xF8, 0xA9, 0xC3]
  let (pieces, spelled) = cut(odd, spelling)
  #expect(pieces.compactMap { $0 } == [0] && spelled == odd)
  var written: [UInt8] = []
  #expect(!spelling.append(6, to: &written) && !spelling.append(-1, to: &written) && written.isEmpty)
  #expect(cut(Array("a\n".utf8), CharacterSpelling(tokenizer: tokenizer, lineEnd: 8)).pieces == [0, 8])
}

@Test func wordsAreSplitWithTheSpaceBeforeThem() throws {
  let spelling = try NGramTokenizer(text: "the goat\n", level: .word, sentences: .line).spelling
  func pieces(_ text: String) -> [Int32?] { cut(Array(text.utf8), spelling).pieces }
  #expect(pieces("the goat\nthe\n") == [0, 1, 4, 0, 4])
  #expect(pieces("the  goat") == [0, nil, nil, 1])
  #expect(pieces("\tthe") == [nil, 0])
  #expect(pieces("goat, the") == [nil, nil, nil, nil, nil, 0])
  var written = Array("the".utf8)
  #expect(!spelling.append(2, to: &written) && !spelling.append(3, to: &written) && written.count == 3)
  #expect(spelling.append(1, to: &written) && spelling.append(4, to: &written) && spelling.append(0, to: &written))
  #expect(String(decoding: written, as: UTF8.self) == "the goat\nthe")
}

@Test(arguments: [NGramTokenizer.Level.character, .word], [NGramTokenizer.Sentences.line, .text])
func anyBytesRoundTripThroughASpelling(level: NGramTokenizer.Level, sentences: NGramTokenizer.Sentences) throws {
  let text = "a ab b é 夜 aé\n"
  let spelling = try NGramTokenizer(text: text, level: level, sentences: sentences).spelling
  let alphabet = Array(text.utf8) + [0x09, 0xFF, 0xC3, 0xE5, 0x20]
  for seed in 0..<200 {
    var values = RandomValues(seed: UInt64(seed))
    let bytes = (0..<60).map { _ in alphabet[Int(values.next() % UInt64(alphabet.count))] }
    #expect(cut(bytes, spelling).spelled == bytes)
  }
}

@Test func anUnknownCharacterOrWordStartsOnce() throws {
  let characters = CharacterSpelling(tokenizer: CharacterTokenizer(text: "a"))
  #expect(Array("夜b".utf8).map { characters.beginsUnknown($0, after: nil) } == [true, false, false, true])
  let words = try NGramTokenizer(text: "the", level: .word).spelling
  let bytes = Array(" gnu  elk".utf8)
  let begins = bytes.indices.filter { words.beginsUnknown(bytes[$0], after: $0 > 0 ? bytes[$0 - 1] : nil) }
  #expect(begins == [1, 6])
}
