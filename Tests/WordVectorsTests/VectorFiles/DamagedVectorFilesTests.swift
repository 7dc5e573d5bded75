import Files
import Foundation
import Testing

@testable import WordVectors

/// A damaged file, and words that the message must contain.
struct DamagedVectors: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let bytes: [UInt8]
  let words: [String]

  init(_ name: String, _ bytes: [UInt8], _ words: String...) {
    (testDescription, self.bytes, self.words) = (name, bytes, words)
  }

  init(_ name: String, _ text: String, _ words: String...) {
    (testDescription, bytes, self.words) = (name, Array(text.utf8), words)
  }
}

/// Two words in the binary format, after a header.
private func binary(_ header: String, _ tail: [UInt8] = []) -> [UInt8] {
  Array("\(header)\nthe ".utf8) + bytes(1) + bytes(2) + Array("sea ".utf8) + bytes(-0.5) + bytes(0.25) + tail
}

private let damages = [
  DamagedVectors("empty", "", "is empty"),
  DamagedVectors("plain text", "It was a fine day.\nThe ferry waited.\n", "not a file of word vectors"),
  DamagedVectors("one newline", "\n", "not a file of word vectors"),
  DamagedVectors("words without numbers", "the\nsea\n", "not a file of word vectors"),
  DamagedVectors("zeros", [UInt8](repeating: 0, count: 5000), "not a file of word vectors"),
  DamagedVectors("compressed", [0x1F, 0x8B, 8, 0, 0, 1], "compressed"),
  DamagedVectors("an archive", "PK\u{3}\u{4} and more", "archive"),
  DamagedVectors("a long line", [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 21), "not a file of word vectors"),
  DamagedVectors("only a header", "2 2\n", "cut short", "2 words of 2 numbers"),
  DamagedVectors("a header without its end", "2 2", "cut short"),
  DamagedVectors("no words", "0 2\nthe 1 2\n", "0 words"),
  DamagedVectors("no numbers", "2 0\nthe\nsea\n", "of 0 numbers"),
  DamagedVectors("more words than bytes", "1000 2\nthe 1 2\n", "1000 words", "too few"),
  DamagedVectors("an absurd number of words", "99999999999999999999 2\nthe 1 2\n", "too few"),
  DamagedVectors("an absurd number of dimensions", "2 9223372036854775807\nthe 1 2\n", "too few"),
  DamagedVectors("a product that overflows", "4611686018427387904 4611686018427387904\nthe 1 2\n", "too few"),
  DamagedVectors("one word too few", "3 2\nthe 1 2\nsea 3.000000 4.000000\n", "line 4", "3 words", "cut short"),
  DamagedVectors("one word too many", "1 2\nthe 1 2\nsea 3 4\n", "line 3", "more words than the 1"),
  DamagedVectors("one dimension too many", "2 3\nthe 1 2.0000000\nsea 3 4\n", "line 2", "should be 3", "not 2"),
  DamagedVectors("one dimension too few", "2 1\nthe 1 2\nsea 3 4\n", "line 2", "should be 1", "not 2"),
  DamagedVectors("cut in the last line", "2 2\nthe 1 2.000\nsea 3", "line 3", "cut short", "should be 2"),
  DamagedVectors("cut after a sign", "2 2\nthe 1 2.000\nsea 3 -", "line 3", "\"-\" is not a number"),
  DamagedVectors("cut in a line", "2 2\nthe 1 2.00\nsea 3\n", "line 3", "not 1"),
  DamagedVectors("GloVe, cut", "the 1 2\nsea 3", "line 2", "cut short"),
  DamagedVectors("GloVe, a line too short", "the 1 2\nsea 3\n", "line 2", "should be 2", "not 1"),
  DamagedVectors("GloVe, a line too long", "the 1 2\nsea 3 4 5\n", "line 2", "should be 2", "not 3"),
  DamagedVectors("empty lines before a short one", "the 1 2\n\n \nsea 3\n", "line 4", "not 1"),
  DamagedVectors("empty lines in place of a word", "2 2\nthe 1 2\n\n      \n\n", "line 5", "cut short"),
  DamagedVectors(
    "GloVe, numbers only in the first line",
    "the" + String(repeating: " 1", count: 100_000) + "\n"
      + String(repeating: "a\n", count: 1_000_000), "line 2", "should be 100000", "not 0"),
  DamagedVectors("not a number", "2 2\nthe 1 2\nsea 3 four\n", "line 3", "\"four\" is not a number"),
  DamagedVectors("two decimal points", "the 1 2\nsea 3 1.2.3\n", "line 2", "\"1.2.3\" is not a number"),
  DamagedVectors("NaN", "2 2\nthe 1 2\nsea NaN 4\n", "line 3", "\"NaN\" is not a finite number"),
  DamagedVectors("infinity", "the 1 2\nsea -inf 4\n", "line 2", "\"-inf\" is not a finite number"),
  DamagedVectors("too large for a float", "the 1 2\nsea 1e39 4\n", "line 2", "\"1e39\" is not a finite number"),
  DamagedVectors("numbers too large together", "the 1 2\nsea 1e30 1\n", "\"sea\"", "too large"),
  DamagedVectors("no word", "2 2\nthe 1 2\n 3 4\n", "line 3", "no word"),
  DamagedVectors("GloVe, no word", "the 1 2\n 3 4 5\n", "line 2", "no word"),
  DamagedVectors("binary, cut in a number", Array(binary("2 2").dropLast()), "word 2", "cut short"),
  DamagedVectors("binary, cut in a word", Array(binary("2 2").dropLast(9)), "word 2", "cut short"),
  DamagedVectors("binary, one word too few", binary("3 2", Array("mountains".utf8)), "word 3", "cut short"),
  DamagedVectors("binary, one word too many", binary("1 2"), "(12)"),
  DamagedVectors("binary, bytes after the end", binary("2 2", [10, 10]), "(1)"),
  DamagedVectors("binary, one dimension too many", binary("2 3", [1, 2, 3, 4]), "word"),
  DamagedVectors("binary, one dimension too few", binary("2 1"), "word 2", "cannot be part of a word"),
  DamagedVectors("binary, NaN", Array(binary("2 2").dropLast(4)) + bytes(.nan), "\"sea\"", "not finite"),
  DamagedVectors(
    "binary, no spaces", Array("2 5000\n".utf8) + [UInt8](repeating: 1, count: 50_000), "word 1", "10000 bytes"),
  DamagedVectors("binary, no word", Array("1 2\n ".utf8) + bytes(1) + bytes(2), "word 1", "no word"),
]

@Test(arguments: damages) func damagedVectorsAreRefusedWithTheirLocation(_ damage: DamagedVectors) throws {
  try withVectorFile(damage.bytes) { path in
    let problem = #expect(throws: Problem.self) { try WordVectors(contentsOf: path) }
    #expect(problem?.kind == .badData && problem?.message.hasPrefix(path) == true)
    let message = problem?.description ?? ""
    #expect((1...2).contains(message.split(separator: "\n").count))
    for word in damage.words { #expect(message.contains(word), "\(word) is not in: \(message)") }
  }
}

@Test func foldersAndMissingFilesAreRefused() {
  for path in ["/nowhere/at.all", NSTemporaryDirectory()] {
    let problem = #expect(throws: Problem.self) { try WordVectors(contentsOf: path) }
    #expect(problem?.kind == .missing)
  }
  let empty = #expect(throws: Problem.self) { try WordVectors(contentsOf: "/dev/null") }
  #expect(empty == Problem(.badData, "/dev/null is empty"))
}
