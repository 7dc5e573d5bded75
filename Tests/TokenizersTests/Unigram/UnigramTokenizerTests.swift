import Files
import TestSupport
import Testing
import Tokenizers

struct UnigramTokenizerTests {
  private let plain = TextPipeline(decoder: .sequence([.byteFallback, .fuse]))

  private func tokenizer(
    _ pieces: [(String, Double)], unknown: Int32? = 0, usesBytes: Bool = false
  ) throws -> UnigramTokenizer {
    try UnigramTokenizer(
      pieces: [.init("<unk>", 0)] + pieces.map { .init($0.0, $0.1) }, unknownToken: unknown, usesBytes: usesBytes,
      pipeline: plain)
  }

  /// Returns the largest sum of scores over all ways to split a text.
  private func best(_ text: Substring, _ scores: [String: Double]) -> Double {
    if text.isEmpty { return 0 }
    return (1...text.count).map { length in
      (scores[String(text.prefix(length))] ?? -.infinity) + best(text.dropFirst(length), scores)
    }.max() ?? 0
  }

  @Test func theBestWayIsThatOfAnExhaustiveSearch() throws {
    var random = RandomValues(seed: 1)
    for _ in 0..<60 {
      var scores: [String: Double] = [:]
      for letter in ["a", "b", "é"] { scores[letter] = -Double(random.float(in: 1...9)) }
      for _ in 0..<12 {
        let piece = (0..<Int.random(in: 2...4, using: &random)).map { _ in
          ["a", "b", "é"].randomElement(using: &random)!
        }
        scores[piece.joined()] = -Double(random.float(in: 1...9))
      }
      let tokenizer = try tokenizer(scores.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      for _ in 0..<10 {
        let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in
          ["a", "b", "é"].randomElement(using: &random)!
        }
        .joined()
        #expect(abs(try tokenizer.score(of: text) - best(text[...], scores)) < 1e-9)
        #expect(tokenizer.decode(try tokenizer.encode(text)) == text)
      }
    }
  }

  @Test func charactersInARowThatNoPieceContainsAreOneUnknownToken() throws {
    let tokenizer = try tokenizer([("a", -1), ("ab", -1)])
    #expect(try tokenizer.encode("abééa") == [2, 0, 1])
    #expect(try tokenizer.encode("b") == [0])
    #expect(try tokenizer.encode("") == [])
  }

  @Test func aTextWithUnknownCharactersIsRefusedWithoutAnUnknownToken() throws {
    let tokenizer = try UnigramTokenizer(pieces: [.init("a", -1)], pipeline: plain)
    let problem = try problem(.badData) { _ = try tokenizer.encode("aéü") }
    #expect(problem.message.hasSuffix(#": "éü""#))
  }

  @Test func unknownCharactersAreSpelledByBytes() throws {
    let bytes = (UInt8.min...UInt8.max).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return ("<0x\(digits.count < 2 ? "0" : "")\(digits)>", 0.0)
    }
    let tokenizer = try tokenizer(bytes + [("a", -1)], usesBytes: true)
    #expect(try tokenizer.encode("aé") == [257, 1 + 0xC3, 1 + 0xA9])
    let odd = "e\u{301}é\u{212B}\u{C5}👩‍🚀\0\u{10FFFF}<0x41>\n\r\n"
    let decoded = tokenizer.decode(try tokenizer.encode(odd))
    #expect(decoded.unicodeScalars.elementsEqual(odd.unicodeScalars))
    #expect(tokenizer.decode([1 + 0xC3, 257]) == "\u{FFFD}a")
  }

  @Test func namesOfSpecialTokensAreTextUnlessAllowed() throws {
    var pipeline = plain
    pipeline.specialTokens = [AddedToken("<s>", 1), AddedToken("<s>>", 2)]
    pipeline.template = TokenTemplate(before: [1], after: [2])
    let pieces = ["<unk>", "<s>", "<s>>", "<", "s", ">", "é"].map { UnigramTokenizer.Piece($0, -1) }
    let tokenizer = try UnigramTokenizer(pieces: pieces, unknownToken: 0, pipeline: pipeline)
    #expect(try tokenizer.encode("é<s>>") == [6, 3, 4, 5, 5])
    #expect(try tokenizer.encode("é<s>>", allowing: ["<s>"]) == [6, 1, 5])
    #expect(try tokenizer.encode("<s>>é<s>", allowing: ["<s>", "<s>>"]) == [2, 6, 1])
    #expect(try tokenizer.encode("é", allowing: [], framed: true) == [1, 6, 2])
    #expect(try problem(.badData) { _ = try tokenizer.encode("é", allowing: ["<t>"]) }.message.hasSuffix("\"<t>\""))
  }

  @Test func aSpecialTokenTakesTheSpacesNextToIt() throws {
    var pipeline = plain
    pipeline.specialTokens = [AddedToken("<m>", 1, takesSpaceBefore: true, takesSpaceAfter: true)]
    let pieces = ["<unk>", "<m>", "a", " "].map { UnigramTokenizer.Piece($0, -1) }
    let tokenizer = try UnigramTokenizer(pieces: pieces, unknownToken: 0, pipeline: pipeline)
    #expect(try tokenizer.encode(" a \n<m> \t<m>\u{3000}a ", allowing: ["<m>"]) == [3, 2, 1, 1, 2, 3])
  }

  @Test func aWrongVocabularyIsRefused() throws {
    func refusal(_ pieces: [(String, Double)], unknown: Int32? = nil, _ pipeline: TextPipeline = TextPipeline()) throws
      -> String
    {
      try problem(.badData) {
        _ = try UnigramTokenizer(
          pieces: pieces.map { .init($0.0, $0.1) }, unknownToken: unknown, pipeline: pipeline)
      }.message
    }
    #expect(try refusal([]).contains("empty"))
    #expect(try refusal([("a", 0), ("b", 0), ("a", 0)]) == #"tokens 0 and 2 of the vocabulary are both "a""#)
    #expect(try refusal([("a", 0)], unknown: 1).contains("special token is 1"))
    #expect(try refusal([("a", 0)], unknown: -1).contains("special token is -1"))
    #expect(try refusal([("a", .nan)]).contains("no finite score"))
    #expect(try refusal([("a", 0)], TextPipeline(template: TokenTemplate(before: [4], after: []))).contains("is 4"))
    // Canonically equivalent, but not the same.
    #expect(throws: Never.self) {
      try UnigramTokenizer(pieces: [.init("\u{C5}", 0), .init("\u{212B}", 0)], pipeline: TextPipeline())
    }
  }
}
