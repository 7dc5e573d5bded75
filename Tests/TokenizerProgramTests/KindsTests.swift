import Foundation
import TestSupport
import Testing

/// The other kinds of tokenizers, and their comparison.
struct KindsTests {
  private static let text = String(repeating: "the ferry sees <the> sea & the isle, it is late\n", count: 100)

  /// A folder with a text and a tokenizer of each kind, created once.
  private static let trained: Program = {
    do {
      let program = try Program("tokenizer")
      try program.write(text, to: "text.txt")
      try program.write("the <sea>\n", to: "line.txt")
      for (kind, options) in [
        ("wordpiece", ["--vocabulary", "257"]), ("unigram", ["--vocabulary", "290"]), ("character", []),
      ] {
        let result = try program.run(["train", "text.txt", "--kind", kind, "--out", kind, "--quiet"] + options)
        precondition(result.status == 0, result.errors)
      }
      return program
    } catch {
      fatalError("\(error)")
    }
  }()

  @Test(arguments: ["unigram", "character"]) func decodingAnEncodedTextRestoresIt(kind: String) throws {
    let encoded = try Self.trained("encode", "text.txt", "--tokenizer", kind, "--out", "\(kind).tokens")
    #expect(encoded.status == 0)
    #expect(try Self.trained("decode", "\(kind).tokens", "--tokenizer", kind).output == Self.text)
    #expect(
      try Self.trained("count", "text.txt", "--tokenizer", kind).figures["tokens"] == encoded.figures["tokens"])
  }

  @Test func comparingShowsThePiecesOfEach() throws {
    let result = try Self.trained("compare", "line.txt", "--tokenizers", "wordpiece,unigram/tokenizer.json,character")
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0 && lines.count == 6)
    #expect(lines[0].hasPrefix("wordpiece: 4 tokens of ") && lines[0].hasSuffix(" 2.00 per word, 2.50 bytes per token"))
    #expect(lines[1] == "the|<|sea|>")
    #expect(lines[5] == #"t|h|e| |<|s|e|a|>|\n"#)
  }

  @Test func thePageAndTheJSONHaveTheSamePieces() throws {
    let result = try Self.trained(
      "compare", "line.txt", "--tokenizers", "wordpiece,character", "--out", "page.html", "--json")
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let compared = try #require(answer["tokenizers"] as? [[String: Any]])
    #expect(compared.map { $0["tokens"] as? Int } == [4, 10])
    #expect(compared[0]["pieces"] as? [String] == ["the", "<", "sea", ">"])
    let page = try Self.trained.text("page.html")
    #expect(
      page.contains("<pre class=\"pieces\"><span>the</span><span>&lt;</span><span>sea</span><span>&gt;</span></pre>"))
  }
}
