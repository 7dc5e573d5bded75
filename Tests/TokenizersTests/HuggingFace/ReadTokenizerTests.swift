import Files
import Foundation
import TestSupport
import Testing
import Tokenizers

struct ReadTokenizerTests {
  private static let text = String(
    repeating: "It's a text, the text of 12 texts: été \u{212B}ngstr\u{F6}m \u{C5} and the others\n", count: 4)

  /// A tokenizer of each kind.
  private static let kinds: [(name: String, tokenizer: any Tokenizer, json: String)] = {
    let characters = CharacterTokenizer(text: text)
    var all: [(String, any Tokenizer, String)] = [
      ("characters", characters, try! characters.huggingFaceJSON()), ("own form", characters, try! characters.json()),
    ]
    var wordPiece = WordPieceTrainer(vocabularySize: 50)
    wordPiece.normalizer.lowercases = false
    let bert = try! wordPiece.train(text)
    all.append(("WordPiece", bert, bert.huggingFaceJSON()))
    let unigram = try! UnigramTrainer(
      vocabularySize: 310, characterCoverage: 1, normalizer: .sequence([.form(.nfc), .collapseSpaces(to: " ")])
    ).train(text)
    all.append(("Unigram", unigram, unigram.huggingFaceJSON()))
    for splitting in Splitting.allCases {
      let bytes = ByteAlphabet.order.map { [$0] }
      let pieces = bytes + [Array("te".utf8), Array("tex".utf8), Array("text".utf8), Array("<|end|>".utf8)]
      func token(_ letter: String) -> Int32 { Int32(pieces.firstIndex(of: Array(letter.utf8))!) }
      let bytePair = try! BytePairTokenizer(
        pieces: pieces, merges: [(token("t"), token("e")), (256, token("x")), (257, token("t"))], splitting: splitting,
        specialTokens: ["<|end|>": 259])
      all.append(("BPE \(splitting)", bytePair, bytePair.huggingFaceJSON()))
    }
    return all
  }()

  @Test func everyKindIsReadBackFromItsFile() throws {
    for (name, tokenizer, json) in Self.kinds {
      try withFile(json.utf8) { path in
        let read = try readTokenizer(contentsOf: path)
        #expect(read.vocabularySize == tokenizer.vocabularySize, "\(name)")
        #expect(try read.encode(Self.text) == tokenizer.encode(Self.text), "\(name)")
        #expect(read.decode(try read.encode(Self.text)) == tokenizer.decode(try tokenizer.encode(Self.text)), "\(name)")
        if name != "characters" { #expect(try read.json() == json, "\(name)") }
      }
    }
  }

  @Test func aFolderIsReadByItsFile() throws {
    try withTemporaryFolder { folder in
      _ = try problem(.missing) { _ = try readTokenizer(contentsOf: folder) }
      try CharacterTokenizer(text: "ab").save(to: folder + "/tokenizer.json")
      #expect(try readTokenizer(contentsOf: folder).encode("ba") == [1, 0])
    }
    _ = try problem(.missing) { _ = try readTokenizer(contentsOf: "/no/such/tokenizer.json") }
  }

  @Test func canonicallyEquivalentPiecesAreDifferent() throws {
    let json = #"""
      {"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "\u212b": 1, "\u00c5": 2, "A\u030a": 3}},
       "pre_tokenizer": {"type": "WhitespaceSplit"}, "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": false}}
      """#
    try withFile(json.utf8) { path in
      let tokenizer = try readTokenizer(contentsOf: path)
      #expect(try tokenizer.encode("\u{C5} A\u{30A} \u{212B}") == [2, 3, 1])
      #expect(tokenizer.decode([1, 2]).unicodeScalars.elementsEqual("\u{212B} \u{C5}".unicodeScalars))
    }
  }

  /// Replaces a part of a kind's file, and returns the problem that reading it gives.
  private func refusal(_ kind: String, _ part: String, _ other: String) throws -> String {
    let json = try #require(Self.kinds.first { $0.name == kind }).json
    try #require(json.contains(part), "\(kind) has no \(part)")
    return try withFile(json.replacing(part, with: other, maxReplacements: 1).utf8) { path in
      let problem = try problem(.badData) { _ = try readTokenizer(contentsOf: path) }
      #expect(problem.message.hasPrefix(path + ": "))
      return String(problem.message.dropFirst(path.count + 2))
    }
  }

  @Test(arguments: [
    ("BPE gpt2", #""type": "BPE","#, #""type": "WordLevel","#, "its model is or contains WordLevel"),
    ("WordPiece", #""BertNormalizer""#, #""Nmt""#, "its normalizer is or contains Nmt"),
    ("WordPiece", #""BertPreTokenizer""#, #""Digits""#, "its pre_tokenizer is or contains Digits"),
    ("WordPiece", #""TemplateProcessing""#, #""Other""#, "its post_processor is or contains Other"),
    ("WordPiece", #""prefix""#, #""prefixes""#, "its decoder has no \"prefix\" that is text"),
    (
      "WordPiece", #""special": true"#, #""special": false"#,
      "its added_tokens is or contains [PAD], which is not special"
    ),
    ("WordPiece", #""[MASK]": 4"#, #""[MASK]": 3"#, #"the pieces "[SEP]" and "[MASK]" both have token 3"#),
    (
      "WordPiece", #""[MASK]": 4"#, #""[MASK]": 400"#,
      #"the piece "[MASK]" has token 400, but there are only 50 pieces"#
    ),
    ("WordPiece", #""[MASK]": 4"#, #""[MASK]": -1"#, #"the piece "[MASK]" has no token"#),
    ("WordPiece", #""content": "[PAD]""#, #""content": "[PAT]""#, "token 0 is \"[PAD]\" in the vocabulary"),
    ("Unigram", #"["<unk>", 0]"#, #"["<unk>"]"#, "token 0 of the vocabulary is not a piece with its score"),
    ("Unigram", #"["<0x00>", 0]"#, #"["<unk>", 0]"#, #"tokens 0 and 1 of the vocabulary are both "<unk>""#),
    ("Unigram", #""unk_id": 0"#, #""unk_id": 1000"#, "a special token is 1000, which is not in the vocabulary of 310"),
    ("Unigram", #""NFC""#, #""NFX""#, "its normalizer is or contains NFX"),
    ("Unigram", #""never""#, #""sometimes""#, "its pre_tokenizer is or contains Metaspace with another prepend_scheme"),
    ("BPE gpt2", #"["t", "e"]"#, #"["t", "\u00e9e"]"#, #"merge 0 joins "ée", which the vocabulary does not have"#),
    ("BPE gpt2", #"["t", "e"]"#, #"["t"]"#, "merge 0 is not a pair of pieces"),
    ("BPE gpt2", #""add_prefix_space": false"#, #""add_prefix_space": true"#, "ByteLevel with add_prefix_space"),
    ("BPE gpt2", #""byte_fallback": false"#, #""byte_fallback": true"#, "its model is or contains \"byte_fallback\""),
    ("BPE gpt2", #""tex""#, #""t x""#, "is not written in GPT-2's alphabet"),
    ("BPE gpt4", "{1,3}", "{1,2}", "another pattern than GPT-2's and GPT-4's"),
  ])
  func whatIsNotKnownOrWrongIsNamed(kind: String, part: String, other: String, complaint: String) throws {
    let message = try refusal(kind, part, other)
    #expect(message.contains(complaint), "\(message)")
  }

  @Test func aFileThatIsNoTokenizerIsRefused() throws {
    for (text, complaint) in [
      ("", "cut short"), ("{}", "does not describe a tokenizer"), ("[]", "does not describe a tokenizer"),
      (#"{"kind": "words"}"#, "is not a character tokenizer"), ("plain text", "not JSON"),
    ] {
      try withFile(text.utf8) { path in
        let message = try problem(.badData) { _ = try readTokenizer(contentsOf: path) }.message
        #expect(message.contains(complaint) && message.contains(path), "\(message)")
      }
    }
  }

  /// A damaged file gives a problem or a tokenizer, never a trap; and such a tokenizer encodes.
  @Test func aThousandChangesOfEachKindAreReadOrRefused() throws {
    var random = RandomValues(seed: 5)
    try withTemporaryFolder { folder in
      let path = folder + "/tokenizer.json"
      for (name, _, json) in Self.kinds where !["BPE gpt4", "BPE none"].contains(name) {
        let bytes = Array(json.utf8)
        var refused = 0
        for round in 0..<1000 {
          var changed = bytes
          for _ in 0...Int.random(in: 0...2, using: &random) {
            let place = Int.random(in: 0..<changed.count, using: &random)
            switch round % 4 {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1: changed[place] = "0123456789-,:[]{}\"".utf8.randomElement(using: &random)!
            case 2: changed.removeSubrange(place..<min(changed.count, place + Int.random(in: 1...9, using: &random)))
            default: changed = Array(changed.prefix(max(1, place)))
            }
          }
          try Data(changed).write(to: URL(fileURLWithPath: path))
          do {
            let tokenizer = try readTokenizer(contentsOf: path)
            if round % 8 < 2 { _ = tokenizer.decode(try tokenizer.encode("It's a text, été 12")) }
          } catch let problem as Problem {
            #expect(problem.kind == .badData)
            refused += 1
          }
        }
        #expect(refused > 300, "\(name)")
      }
    }
  }
}
