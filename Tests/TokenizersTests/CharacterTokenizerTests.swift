import Foundation
import TestSupport
import Testing
import Tokenizers

struct CharacterTokenizerTests {
  private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

  private func load(_ json: String) throws -> CharacterTokenizer {
    try withFile(json.utf8) { try CharacterTokenizer(contentsOf: $0) }
  }

  // The first and last scalars of the vocabulary, of the basic plane and of Unicode; marks, joiners, controls; two
  // scalars that String considers equal.
  private let odd =
    "z\r\n\t \0\"\\/e\u{301}é\u{212B}\u{C5}\u{FFFF}\u{10000}👩‍🚀\u{10FFFF}\u{FEFF}\u{2028}\u{7F}日"

  @Test func theVocabularyIsSortedByScalarValueWithoutDuplicates() {
    #expect(CharacterTokenizer(text: "hello").vocabulary == ["e", "h", "l", "o"])
    #expect(CharacterTokenizer(text: "\r\n\r\n").vocabulary == ["\n", "\r"])
    #expect(CharacterTokenizer(text: "😀e\u{301}é").vocabulary == ["e", "é", "\u{301}", "😀"])
    let values = CharacterTokenizer(text: odd).vocabulary.map(\.value)
    #expect(values == Set(odd.unicodeScalars.map(\.value)).sorted())
  }

  @Test func tokensAreIndicesIntoTheVocabulary() throws {
    let tokenizer = CharacterTokenizer(text: "hello")
    #expect(tokenizer.vocabularySize == 4)
    #expect(try tokenizer.encode("hole") == [1, 3, 2, 0])
    #expect(try tokenizer.encode("") == [])
    #expect(tokenizer.decode([1, 3, 2, 0]) == "hole")
    #expect(tokenizer.decode([]) == "")
    #expect(tokenizer.decode([1, 3, 2, 0].lazy.map { $0 }) == "hole")
  }

  @Test func decodingRestoresEveryScalar() throws {
    let tokenizer = CharacterTokenizer(text: odd)
    let tokens = try tokenizer.encode(odd)
    #expect(tokens.count == odd.unicodeScalars.count)
    #expect(tokens.map { tokenizer.vocabulary[Int($0)] } == scalars(odd))
    #expect(scalars(tokenizer.decode(tokens)) == scalars(odd))
  }

  @Test func aTextOfOnlyEmojiHasATokenizer() throws {
    let tokenizer = CharacterTokenizer(text: "😀")
    #expect(try tokenizer.encode("😀😀") == [0, 0])
    _ = try problem(.badData) { _ = try tokenizer.encode("\0") }
  }

  @Test func crlfIsTwoTokensAndComposedDiffersFromDecomposed() throws {
    #expect(try CharacterTokenizer(text: "a\r\n").encode("\r\n") == [1, 0])
    _ = try problem(.badData) { _ = try CharacterTokenizer(text: "e\u{301}").encode("é") }
    _ = try problem(.badData) { _ = try CharacterTokenizer(text: "\u{C5}").encode("\u{212B}") }
  }

  @Test func unknownCharactersAreNamedOnceInTextOrder() throws {
    let tokenizer = CharacterTokenizer(text: "abc")
    let problem = try problem(.badData) { _ = try tokenizer.encode("aéb\u{301}\ncé 😀\u{200D}\u{301}\u{1F}") }
    #expect(problem.message.hasSuffix(#": "é", U+0301, U+000A, " ", "😀", U+200D, U+001F"#))
  }

  @Test func atMostTenUnknownCharactersAreNamed() throws {
    let tokenizer = CharacterTokenizer(text: " ")
    let ten = try problem(.badData) { _ = try tokenizer.encode("abcde fghij") }
    #expect(ten.message.hasSuffix(#""i", "j""#))
    let thirteen = try problem(.badData) { _ = try tokenizer.encode("abcdefghijklmabc") }
    #expect(thirteen.message.hasSuffix(#""i", "j" and 3 more"#))
  }

  @Test func displayNamesMakeInvisibleCharactersVisible() {
    let tokenizer = CharacterTokenizer(text: "\r\n\t a\"é日😀\u{301}\u{200D}\u{A0}\0\u{E000}")
    #expect(
      tokenizer.characters == [
        "U+0000", #"\t"#, #"\n"#, #"\r"#, #"" ""#, "\"", "a", "U+00A0", "é", "U+0301", "U+200D", "日",
        "U+E000", "😀",
      ])
  }

  // MARK: tokenizer.json

  @Test func theJSONIsTheOneShownInTheCourse() throws {
    #expect(
      try CharacterTokenizer(text: "a /\n\"").json()
        == #"{"kind":"character","vocabulary":["\n"," ","\"","/","a"]}"#)
  }

  @Test func aSavedTokenizerIsReadBack() throws {
    let tokenizer = CharacterTokenizer(text: odd)
    let path = NSTemporaryDirectory() + UUID().uuidString + "-tokenizer.json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try tokenizer.save(to: path)
    let read = try CharacterTokenizer(contentsOf: path)
    #expect(read == tokenizer)
    #expect(read.vocabulary == tokenizer.vocabulary)
    #expect(try read.encode(odd) == tokenizer.encode(odd))
  }

  @Test func allScalarsNearPlaneBoundariesAreReadBack() throws {
    let values =
      Array(0...0x2FF) + Array(0xD700...0xE0FF) + Array(0xFE00...0x1_00FF) + Array(0x10_FF00...0x10_FFFF)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: values.compactMap { Unicode.Scalar(UInt32($0)) })
    let tokenizer = CharacterTokenizer(text: String(text))
    #expect(tokenizer.vocabularySize == 0x300 + 0x200 + 0x300 + 0x100)
    #expect(try load(tokenizer.json()) == tokenizer)
  }

  @Test func theOrderInTheFileIsKept() throws {
    let tokenizer = try load(#"{"vocabulary": ["b", "\ud83d\ude00", "a"], "kind": "character"}"#)
    #expect(try tokenizer.encode("ab😀") == [2, 0, 1])
  }

  @Test(arguments: [
    (#"{"kind":"character","vocabulary":[]}"#, "the vocabulary is empty"),
    (#"{"kind":"character","vocabulary":["a",""]}"#, "entry 1 of the vocabulary is empty"),
    (
      #"{"kind":"character","vocabulary":["a","\r\n"]}"#,
      #"entry 1 of the vocabulary holds more than one character: \r \n"#
    ),
    (
      #"{"kind":"character","vocabulary":["e\u0301"]}"#,
      "entry 0 of the vocabulary holds more than one character: e U+0301"
    ),
    (#"{"kind":"character","vocabulary":["a","b","a"]}"#, "entries 0 and 2 of the vocabulary are both a"),
    (#"{"kind":"byte-pair","vocabulary":["a"]}"#, "is not a character tokenizer"),
    (#"{"vocabulary":["a"]}"#, "is not a character tokenizer"),
    (#"{"kind":"character","vocabulary":["a",3]}"#, "is not a character tokenizer"),
    (#"{"kind":"character","vocabulary":["\ud800"]}"#, "is not a character tokenizer"),
    (#"{"kind":"character","vocabulary":["a""#, "is not a character tokenizer"),
    ("", "is not a character tokenizer"),
  ])
  func aBrokenFileIsBadDataAndTheMessageNamesIt(json: String, complaint: String) throws {
    try withFile(json.utf8) { path in
      let problem = try problem(.badData) { _ = try CharacterTokenizer(contentsOf: path) }
      #expect(problem.message.contains(path))
      #expect(problem.message.hasSuffix(complaint))
    }
  }

  @Test func entriesThatCompareEqualAsStringsAreDistinct() throws {
    let tokenizer = try load(#"{"kind":"character","vocabulary":["\u00c5","\u212b"]}"#)
    #expect(try tokenizer.encode("\u{212B}\u{C5}") == [1, 0])
  }

  @Test func aMissingFileIsReportedAsMissing() throws {
    _ = try problem(.missing) { _ = try CharacterTokenizer(contentsOf: "/no/such/tokenizer.json") }
  }
}
