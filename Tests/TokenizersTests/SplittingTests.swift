import Foundation
import TestSupport
import Testing

@testable import Tokenizers

/// The two patterns as slow code over characters that follows the regular expressions alternative by alternative.
private struct Reference {
  let text: [Unicode.Scalar]

  func kind(_ i: Int) -> UInt8? { text.indices.contains(i) ? ScalarClasses.of(text[i]) : nil }

  func run(_ start: Int, most: Int = .max, _ matches: (Int) -> Bool) -> Int {
    var end = start
    while end < text.count, end - start < most, matches(end) { end += 1 }
    return end
  }

  func contraction(_ start: Int, anyCase: Bool) -> Int? {
    guard text[start] == "'" else { return nil }
    func lower(_ i: Int) -> String {
      let letter = String(text[i])
      return !anyCase ? letter : letter == "ſ" ? "s" : letter.lowercased()
    }
    for ending in ["s", "d", "m", "t", "ll", "ve", "re"] {
      let end = start + 1 + ending.count
      if end <= text.count, (start + 1..<end).map(lower).joined() == ending { return end }
    }
    return nil
  }

  /// `\s+(?!\S)|\s+`
  func spaces(_ start: Int) -> Int {
    let end = run(start) { kind($0) == ScalarClass.space }
    return end == text.count || end == start + 1 ? end : end - 1
  }

  func gpt2(_ start: Int) -> Int {
    if let end = contraction(start, anyCase: false) { return end }
    let first = text[start] == " " ? start + 1 : start
    for wanted in [ScalarClass.letter, ScalarClass.number, ScalarClass.other] where kind(first) == wanted {
      return run(first) { kind($0) == wanted }
    }
    return spaces(start)
  }

  func gpt4(_ start: Int) -> Int {
    func isLineEnd(_ i: Int) -> Bool { text[i] == "\n" || text[i] == "\r" }
    if let end = contraction(start, anyCase: true) { return end }
    let isPrefix = kind(start) != ScalarClass.letter && kind(start) != ScalarClass.number && !isLineEnd(start)
    let first = isPrefix ? start + 1 : start
    if kind(first) == ScalarClass.letter { return run(first) { kind($0) == ScalarClass.letter } }
    if kind(start) == ScalarClass.number { return run(start, most: 3) { kind($0) == ScalarClass.number } }
    let other = text[start] == " " ? start + 1 : start
    if kind(other) == ScalarClass.other { return run(run(other) { kind($0) == ScalarClass.other }, isLineEnd) }
    let end = run(start) { kind($0) == ScalarClass.space }
    if let last = (start..<end).last(where: isLineEnd) { return last + 1 }
    return spaces(start)
  }

  func chunks(_ end: (Int) -> Int) -> [String] {
    var chunks: [String] = [], start = 0
    while start < text.count {
      let next = end(start)
      chunks.append(String(String.UnicodeScalarView(text[start..<next])))
      start = next
    }
    return chunks
  }
}

struct SplittingTests {
  /// Characters between which all alternatives of the patterns decide.
  static let alphabet = Array("aabLlsSvVeErRtdmM'''’ſ19²Ⅷ٣ 　   \n\n\r\t\u{85}\u{2028}.,!-é日😀\u{301}".unicodeScalars)

  static func randomText(_ length: Int, _ random: inout RandomValues) -> String {
    var text = String.UnicodeScalarView()
    while text.count < length {
      let scalar = alphabet[Int(random.next() % UInt64(alphabet.count))]
      // Runs are longer than the eight bytes that a scanner takes at once.
      for _ in 0..<(random.next().isMultiple(of: 4) ? 1 + Int(random.next() % 20) : 1) { text.append(scalar) }
    }
    return String(text)
  }

  @Test func chunksAreThoseOfThePatterns() {
    var random = RandomValues(seed: 1)
    for round in 0..<3000 {
      let text = Self.randomText(1 + round % 60, &random), reference = Reference(text: Array(text.unicodeScalars))
      let gpt2 = Splitting.gpt2.chunks(of: text), gpt4 = Splitting.gpt4.chunks(of: text)
      #expect(
        gpt2.map { Array($0.utf8) } == reference.chunks(reference.gpt2).map { Array($0.utf8) },
        "\(text.debugDescription)")
      #expect(
        gpt4.map { Array($0.utf8) } == reference.chunks(reference.gpt4).map { Array($0.utf8) },
        "\(text.debugDescription)")
    }
  }

  @Test func examplesOfBothPatterns() {
    let text = "It's 12345, I'LL go.\n\n  Now"
    #expect(
      Splitting.gpt2.chunks(of: text)
        == ["It", "'s", " 12345", ",", " I", "'", "LL", " go", ".", "\n\n ", " Now"])
    #expect(
      Splitting.gpt4.chunks(of: text)
        == ["It", "'s", " ", "123", "45", ",", " I", "'LL", " go", ".\n\n", " ", " Now"])
    #expect(Splitting.none.chunks(of: text) == [text] && Splitting.none.chunks(of: "").isEmpty)
  }

  @Test func theTableKnowsTheClassOfEveryScalar() {
    let wrong = (UInt32(0)..<0x110000).first { value in
      Unicode.Scalar(value).map { ScalarClasses.shared[value] != ScalarClasses.of($0) } ?? false
    }
    #expect(wrong == nil)
  }

  @Test func invalidBytesAreOtherCharacters() {
    // A lone continuation, an overlong form, a surrogate, a number beyond Unicode, a sequence that is cut short.
    for bytes: [UInt8] in [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
      let text = Array("ab".utf8) + bytes + Array("c d".utf8)
      #expect(Splitting.gpt2.chunks(of: text).map { Array($0) } == [Array("ab".utf8), bytes, [0x63], [0x20, 0x64]])
    }
  }

  @Test(arguments: [Splitting.gpt2, .gpt4]) func partsHaveTheChunksOfTheWhole(splitting: Splitting) {
    var random = RandomValues(seed: 2)
    var cuts = 0
    for round in 0..<300 {
      var text = Array(Self.randomText(200, &random).utf8)
      // Invalid bytes at every third round.
      if round % 3 == 0 {
        for _ in 0..<10 { text[Int(random.next() % UInt64(text.count))] = UInt8(random.next() & 0xFF) }
      }
      let whole = splitting.chunks(of: text).map { Array($0) }
      let ends = text.withUnsafeBufferPointer { splitting.parts(of: $0.baseAddress!, count: text.count, size: 20) }
      var parts: [[UInt8]] = [], start = 0
      for end in ends {
        parts += splitting.chunks(of: Array(text[start..<end])).map { Array($0) }
        start = end
      }
      #expect(parts == whole)
      cuts += ends.count - 1
      var blocks = TextBlocks(splitting), read: [[UInt8]] = []
      for piece in stride(from: 0, to: text.count, by: 17) {
        if let block = blocks.add(Array(text[piece..<min(text.count, piece + 17)])) {
          read += splitting.chunks(of: block).map { Array($0) }
        }
      }
      #expect(read + splitting.chunks(of: blocks.rest).map { Array($0) } == whole)
    }
    #expect(cuts > 300)
  }
}
