import Files
import Testing

@testable import Tokenizers

struct ReservedTokensTests {
  private let base = CharacterTokenizer(text: "abc<|end>")

  @Test func aTextNeverHasReservedTokens() throws {
    let tokenizer = try reserve(["<|end|>", "<|user|>"], in: base)
    #expect(tokenizer.vocabularySize == base.vocabularySize + 2)
    #expect(try tokenizer.encode("<|end|>") == base.encode("<|end|>"))
    #expect(tokenizer.encodeKnown("a?").unknown == 1 && tokenizer.unit == "character")
  }

  @Test func reservedTokensAreShownByTheirNames() throws {
    let tokenizer = try reserve(["<|end|>", "<|user|>"], in: base)
    let (end, user) = (Int32(base.vocabularySize), Int32(base.vocabularySize + 1))
    #expect(reservedTokens(of: tokenizer) == ["<|end|>": end, "<|user|>": user])
    let a = try base.encode("a"), bc = try base.encode("bc")
    #expect(tokenizer.decode([user] + a + [end] + bc) == "<|user|>a<|end|>bc")
    #expect(tokenizer.bytes(of: end) == Array("<|end|>".utf8) && tokenizer.bytes(of: a[0]) == [97])
    #expect(tokenizer.name(of: end) == "<|end|>")
  }

  @Test func moreTokensAreAddedAfterThoseThatAreThere() throws {
    let one = try reserve(["x"], in: base), two = try reserve(["y", "x"], in: one)
    let tokens = reservedTokens(of: two), first = Int32(base.vocabularySize)
    #expect(tokens == ["x": first, "y": first + 1] && !((two as? ReservedTokens)?.base is ReservedTokens))
    #expect(reservedTokens(of: base).isEmpty)
  }

  @Test func aBytePairTokenizerKeepsThemInItsOwnFile() throws {
    let pairs = try BytePairTokenizer(pieces: (0...255).map { [UInt8($0)] }, merges: [], splitting: .gpt2)
    let tokenizer = try reserve(["<|end|>"], in: pairs)
    #expect(tokenizer is BytePairTokenizer && reservedTokens(of: tokenizer) == ["<|end|>": 256])
    #expect(try tokenizer.json().contains("<|end|>") && tokenizer.encode("<|end|>").count == 7)
    // A name that is already an ordinary token is refused.
    #expect(throws: Problem.self) { try reserve(["a"], in: pairs) }
  }
}
