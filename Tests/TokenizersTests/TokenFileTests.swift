import Files
import Foundation
import TestSupport
import Testing
import Tokenizers

private func write(_ tokens: [[Int32]], for tokenizer: some Tokenizer, _ body: (String) throws -> Void) throws {
  try withTemporaryFolder { folder in
    let path = folder + "/text.tokens"
    try TokenFile.write(to: path, for: tokenizer) { append in for block in tokens { try append(block) } }
    try body(path)
  }
}

struct TokenFileTests {
  private let small = CharacterTokenizer(text: "abc")

  @Test func tokensAreReadAsTheyWereWritten() throws {
    let many = CharacterTokenizer(
      vocabulary: (0x20..<0xD000).compactMap { Unicode.Scalar(UInt32($0)) }
        + (0x10000..<0x15000).compactMap { Unicode.Scalar(UInt32($0)) })
    try write([[0, 1], [], [2]], for: small) { path in
      let file = try TokenFile(contentsOf: path)
      #expect(Array(file) == [0, 1, 2] && file.count == 3 && file[1] == 1 && file.vocabularySize == 3)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 64 + 2 * 3)
      try file.requireTokens(of: small, named: "it")
      let problem = try problem(.badData) { try file.requireTokens(of: CharacterTokenizer(text: "abd"), named: "it") }
      #expect(problem.message.contains(path) && problem.message.contains("it"))
    }
    #expect(many.vocabularySize > 1 << 16)
    try write([[70_000, 0], [65_535]], for: many) { path in
      let file = try TokenFile(contentsOf: path), size = try Data(contentsOf: URL(fileURLWithPath: path)).count
      #expect(Array(file) == [70_000, 0, 65_535] && size == 64 + 4 * 3)
    }
    try write([], for: small) { path in
      let file = try TokenFile(contentsOf: path)
      #expect(file.isEmpty)
    }
  }

  @Test func anythingElseIsRefused() throws {
    _ = try problem(.missing) { _ = try TokenFile(contentsOf: "/nowhere/text.tokens") }
    _ = try problem(.missing) { _ = try TokenFile(contentsOf: "/") }
    try withFile("a text".utf8) { path in _ = try problem(.badData) { _ = try TokenFile(contentsOf: path) } }
    try withFile([]) { path in _ = try problem(.badData) { _ = try TokenFile(contentsOf: path) } }
    try write([[0, 1, 2, 1]], for: small) { path in
      let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      for count in 0..<whole.count {
        try withFile(whole.prefix(count)) { cut in _ = try problem(.badData) { _ = try TokenFile(contentsOf: cut) } }
      }
      var wrong = whole
      wrong[64] = 3
      try withFile(wrong) { path in
        let problem = try problem(.badData) { _ = try TokenFile(contentsOf: path) }
        #expect(problem.message.contains("token 3"))
      }
      var random = RandomValues(seed: 9)
      for _ in 0..<1000 {
        var bytes = whole
        bytes[Int(random.next() % 40)] = UInt8(random.next() & 0xFF)
        // The checksum may be anything.
        try withFile(bytes) { path in _ = try? TokenFile(contentsOf: path) }
      }
    }
  }
}
