import Files
import TestSupport
import Testing
import Tokenizers

struct WordPieceTokenizerTests {
  private let words = TextPipeline(preTokenizer: .whitespace, decoder: .wordPiece(prefix: "##", cleansUp: true))

  private func tokenizer(_ pieces: [String], _ maximumWordLength: Int = 100) throws -> WordPieceTokenizer {
    try WordPieceTokenizer(
      pieces: ["[UNK]"] + pieces, unknownToken: 0, maximumWordLength: maximumWordLength, pipeline: words)
  }

  /// Returns the longest pieces of a word, as BERT's code finds them.
  private func greedy(_ word: String, _ pieces: [String]) -> [String] {
    var rest = Array(word.unicodeScalars)[...], found: [String] = []
    while !rest.isEmpty {
      let lengths = (1...rest.count).reversed()
      func piece(_ length: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: rest.prefix(length))
        return (found.isEmpty ? "" : "##") + String(text)
      }
      guard let length = lengths.first(where: { pieces.contains(piece($0)) }) else { return ["[UNK]"] }
      found.append(piece(length))
      rest = rest.dropFirst(length)
    }
    return found
  }

  @Test func piecesAreThoseOfTheGreedySearch() throws {
    var random = RandomValues(seed: 3)
    func word(_ lengths: ClosedRange<Int>) -> String {
      (0..<Int.random(in: lengths, using: &random)).map { _ in ["a", "b", "é", "#"].randomElement(using: &random)! }
        .joined()
    }
    var unknown = 0, known = 0
    for _ in 0..<200 {
      let pieces = Set((0..<24).map { _ in (Bool.random(using: &random) ? "##" : "") + word(1...5) }).sorted()
      let tokenizer = try tokenizer(pieces)
      for _ in 0..<20 {
        let word = word(1...12)
        let expected = greedy(word, pieces)
        if expected == ["[UNK]"] { unknown += 1 } else { known += 1 }
        #expect(try tokenizer.encode(word).map { tokenizer.pieces[Int($0)] } == expected, "\(word): \(pieces)")
      }
    }
    #expect(unknown > 300 && known > 300)
  }

  @Test func aLongWordTakesLinearTime() throws {
    let pieces = [
      "a", "##a", String(repeating: "a", count: 5000) + "b", "##" + String(repeating: "a", count: 5000) + "b",
    ]
    let tokenizer = try tokenizer(pieces, 1_000_000)
    let count = 300_000
    #expect(try tokenizer.encode(String(repeating: "a", count: count)).count == count)
  }

  @Test func aWordThatIsTooLongOrHasNoPiecesIsUnknown() throws {
    let tokenizer = try tokenizer(["é", "##é"], 3)
    #expect(try tokenizer.encode("ééé éééé éa a") == [1, 2, 2, 0, 0, 0])
    let strict = try WordPieceTokenizer(pieces: ["a"], unknownToken: nil, pipeline: words)
    #expect(try problem(.badData) { _ = try strict.encode("a b") }.message.hasSuffix("\"b\""))
  }

  @Test func bertNormalizesAndSplitsBeforeAndSpacesAfter() throws {
    let pieces = ["[UNK]", "un", "##aff", "##able", ",", "elan", "'", "s", "中", "!"]
    let tokenizer = try WordPieceTokenizer(pieces: pieces, unknownToken: 0)
    let tokens = try tokenizer.encode("UNaffable,  \u{C9}lan's\u{0} 中中!\u{200B}")
    #expect(
      tokens.map { tokenizer.pieces[Int($0)] } == ["un", "##aff", "##able", ",", "elan", "'", "s", "中", "中", "!"])
    #expect(tokenizer.decode(tokens) == "unaffable, elan ' s 中 中!")
  }

  @Test func namesOfSpecialTokensAreTextUnlessAllowed() throws {
    var pipeline = words
    pipeline.specialTokens = [AddedToken("[MASK]", 1)]
    pipeline.template = TokenTemplate(before: [1], after: [])
    let tokenizer = try WordPieceTokenizer(pieces: ["[UNK]", "[MASK]", "a"], unknownToken: 0, pipeline: pipeline)
    #expect(try tokenizer.encode("a [MASK]") == [2, 0])
    #expect(try tokenizer.encode("a [MASK]a", allowing: ["[MASK]"]) == [2, 1, 2])
    #expect(try tokenizer.encode("a", allowing: [], framed: true) == [1, 2])
  }
}
