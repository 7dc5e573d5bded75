import Foundation
import TestSupport
import Testing
import Tokenizers

struct HuggingFaceTokenizerTests {
  // The first and last scalars of the vocabulary, of the basic plane and of Unicode; marks, joiners, controls; two
  // scalars that String considers equal.
  private let odd =
    "z\r\n\t \0\"\\/e\u{301}é\u{212B}\u{C5}\u{FFFF}\u{10000}👩‍🚀\u{10FFFF}\u{FEFF}\u{2028}\u{7F}日<|endoftext|>"

  private func read(_ json: String) -> CharacterTokenizer? { CharacterTokenizer(huggingFaceJSON: Data(json.utf8)) }

  @Test func aWrittenTokenizerIsReadBack() throws {
    for text in [odd, "a", "\n"] {
      let tokenizer = CharacterTokenizer(text: text)
      let json = try tokenizer.huggingFaceJSON()
      #expect(read(json)?.vocabulary == tokenizer.vocabulary)
      #expect(isHuggingFaceTokenizer(Data(json.utf8)))
      #expect(try JSONSerialization.jsonObject(with: Data(json.utf8)) is [String: Any])
    }
  }

  @Test func theVocabularyIsInTokenOrder() throws {
    let json = try CharacterTokenizer(text: "b\na").huggingFaceJSON()
    #expect(json.filter { !$0.isWhitespace }.contains(#""vocab":[["\n",0.0],["a",0.0],["b",0.0]]"#))
  }

  /// Python writes an empty template where the post-processor was null.
  @Test func aTokenizerSavedAgainByPythonIsRead() throws {
    let saved = try CharacterTokenizer(text: "ab").huggingFaceJSON().replacing(
      "\"post_processor\": null",
      with: #""post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}],"#
        + #" "pair": [], "special_tokens": {}}"#)
    #expect(read(saved) == CharacterTokenizer(text: "ab"))
  }

  @Test(arguments: [
    ("\"Unigram\"", "\"BPE\""), ("\"normalizer\": null", "\"normalizer\": {\"type\": \"NFC\"}"),
    ("\"pre_tokenizer\": null", "\"pre_tokenizer\": {\"type\": \"Whitespace\"}"),
    ("\"added_tokens\": []", "\"added_tokens\": [{\"id\": 2, \"content\": \"<s>\"}]"),
    (
      "\"post_processor\": null",
      "\"post_processor\": {\"type\": \"TemplateProcessing\", \"special_tokens\": {\"<s>\": 1}}"
    ),
    ("\"post_processor\": null", "\"post_processor\": {\"type\": \"ByteLevel\"}"),
    ("\"Fuse\"", "\"Metaspace\""), ("\"unk_id\": null", "\"unk_id\": 0"), ("[\"a\"", "[\"aa\""), ("[\"a\"", "[\"b\""),
    ("[\"a\"", "[\"\""),
  ])
  func otherHuggingFaceTokenizersAreNotReadAsCharacterTokenizers(original: String, other: String) throws {
    let json = try CharacterTokenizer(text: "ab").huggingFaceJSON()
    #expect(json.contains(original))
    let changed = json.replacing(original, with: other)
    #expect(read(changed) == nil)
    #expect(isHuggingFaceTokenizer(Data(changed.utf8)))
  }

  @Test(arguments: ["", "{}", "[]", #"{"model": 3}"#, #"{"kind":"character","vocabulary":["a"]}"#])
  func otherJSONIsNotTakenForAHuggingFaceTokenizer(json: String) {
    #expect(read(json) == nil && !isHuggingFaceTokenizer(Data(json.utf8)))
  }

  @Test func theCharacterTokenizerReaderReportsAnotherKindOfTokenizer() throws {
    let json = #"{"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}"#
    try withFile(json.utf8) { path in
      let problem = try problem(.badData) { _ = try CharacterTokenizer(contentsOf: path) }
      #expect(problem.message.contains(path) && problem.message.contains("not a character tokenizer but another"))
    }
  }
}
