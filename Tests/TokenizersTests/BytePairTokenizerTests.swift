import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizers

/// Merges the pair of lowest rank, the leftmost first, until none is left: the definition.
private func naiveTokens(_ bytes: some Sequence<UInt8>, _ tokenizer: BytePairTokenizer) -> [Int32] {
  var ranks: [[Int32]: Int] = [:]
  for (rank, merge) in tokenizer.merges.enumerated() { ranks[[merge.left, merge.right]] = rank }
  var tokens = bytes.map { byte in Int32(tokenizer.pieces.firstIndex(of: [byte])!) }
  while let lowest = tokens.indices.dropLast().filter({ ranks[[tokens[$0], tokens[$0 + 1]]] != nil })
    .min(by: { ranks[[tokens[$0], tokens[$0 + 1]]]! < ranks[[tokens[$1], tokens[$1 + 1]]]! })
  {
    let piece = tokenizer.pieces[Int(tokens[lowest])] + tokenizer.pieces[Int(tokens[lowest + 1])]
    tokens.replaceSubrange(lowest...lowest + 1, with: [Int32(tokenizer.pieces.firstIndex(of: piece)!)])
  }
  return tokens
}

/// A vocabulary of random merges of a few letters, in any order: most of its pieces are unreachable or out of order.
private func randomTokenizer(_ random: inout RandomValues, letters: Int, ordered: Bool) throws -> BytePairTokenizer {
  var pieces = (0..<256).map { [UInt8($0)] }, merges: [(left: Int32, right: Int32)] = []
  let first = 97
  for _ in 0..<40 {
    func any() -> Int32 {
      let i = Int(random.next() % UInt64(letters + pieces.count - 256))
      return Int32(i < letters ? first + i : 256 + i - letters)
    }
    let (left, right) = (any(), any()), piece = pieces[Int(left)] + pieces[Int(right)]
    if merges.contains(where: { $0.left == left && $0.right == right }) || piece.count > 12 { continue }
    if pieces.contains(piece) {
      // A second way to make the same piece.
      if ordered { continue }
    } else {
      pieces.append(piece)
    }
    merges.append((left, right))
  }
  if !ordered { merges.shuffle(using: &random) }
  return try BytePairTokenizer(pieces: pieces, merges: merges, splitting: .none)
}

struct BytePairTokenizerTests {
  private static let text: String = {
    let words = ["the", "then", "there", "house", "houses", "mouse", "l'eau", "naïve", "日本", "1234", "don't", "a", "😀"]
    var random = RandomValues(seed: 3)
    return (0..<4000).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(separator: " ")
  }()

  private static let trained = try! BytePairTrainer.tokenizer(of: text, vocabularySize: 330)

  @Test(arguments: [true, false]) func tokensAreThoseOfTheDefinition(ordered: Bool) throws {
    var random = RandomValues(seed: 4)
    for round in 0..<60 {
      let letters = 1 + round % 4, tokenizer = try randomTokenizer(&random, letters: letters, ordered: ordered)
      for length in [1, 2, 3, 7, 15, 24, 25, 64, 65, 200] {
        let bytes = (0..<length).map { _ in UInt8(97 + random.next() % UInt64(letters)) }
        let tokens = bytes.withUnsafeBufferPointer { tokenizer.encode(bytes: $0) }
        #expect(tokens == naiveTokens(bytes, tokenizer), "\(length) bytes of \(letters) letters, round \(round)")
      }
    }
  }

  @Test(arguments: [Splitting.gpt2, .gpt4, .none]) func decodingRestoresRandomBytes(splitting: Splitting) throws {
    let tokenizer = try BytePairTrainer.tokenizer(of: Self.text, splitting: splitting, vocabularySize: 300)
    var random = RandomValues(seed: 5)
    for length in [0, 1, 2, 15, 16, 17, 100, 5000] {
      let bytes = (0..<length).map { _ in UInt8(random.next() & 0xFF) }
      let tokens = bytes.withUnsafeBufferPointer { tokenizer.encode(bytes: $0) }
      #expect(tokenizer.decodeBytes(tokens) == bytes)
    }
  }

  @Test func decodingRestoresEveryScalar() throws {
    var all = String.UnicodeScalarView()
    for value in UInt32(0)..<0x110000 { if let scalar = Unicode.Scalar(value) { all.append(scalar) } }
    let text = String(all)
    #expect(Self.trained.decode(Self.trained.encode(text)).utf8.elementsEqual(text.utf8))
  }

  @Test func aKnownChunkHasTheTokensOfANewOne() throws {
    // The second time, chunks are looked up; the table grows on the way.
    var random = RandomValues(seed: 6)
    let words = (0..<5000).map { _ in
      String(
        (0..<1 + Int(random.next() % 17)).map { _ in Character("abcdefgthou".randomElement(using: &random)!.description)
        })
    }
    let text = words.joined(separator: " "), tokenizer = try BytePairTrainer.tokenizer(of: text, vocabularySize: 700)
    let first = tokenizer.encode(text)
    #expect(tokenizer.encode(text) == first)
    #expect(first == Splitting.gpt2.chunks(of: text).flatMap { naiveTokens(Array($0.utf8), tokenizer) })
  }

  @Test func theSameTokensOnAnyNumberOfThreads() throws {
    let bytes = Array(String(repeating: Self.text + "\n", count: 60).utf8)
    #expect(bytes.count > 1 << 20)
    try bytes.withUnsafeBufferPointer { bytes in
      let one = Self.trained.encode(bytes: bytes, threads: 1)
      for threads in [2, 3, 7] { #expect(Self.trained.encode(bytes: bytes, threads: threads) == one) }
      #expect(
        one
          == Splitting.gpt2.chunks(of: Array(bytes)).flatMap {
            Self.trained.encode(String(decoding: $0, as: UTF8.self))
          })
      let trainers = (0..<4).map { _ in BytePairTrainer(splitting: .gpt2) }
      for (trainer, threads) in zip(trainers, [1, 2, 3, 7]) { trainer.add(bytes: bytes, threads: threads) }
      let files = try trainers.map { try $0.tokenizer(vocabularySize: 320).json() }
      #expect(Set(files).count == 1)
    }
  }

  @Test func namesOfSpecialTokensAreTextUnlessAllowed() throws {
    let trainer = BytePairTrainer(splitting: .gpt2)
    trainer.add(Self.text)
    let tokenizer = try trainer.tokenizer(vocabularySize: 300, specialTokens: ["<|end|>", "<|end|>!"])
    #expect(tokenizer.vocabularySize == 300 && tokenizer.specialTokens == ["<|end|>": 298, "<|end|>!": 299])
    let text = "the house<|end|><|end|>!"
    #expect(tokenizer.encode(text).allSatisfy { $0 < 298 } && tokenizer.decode(tokenizer.encode(text)) == text)
    let house = tokenizer.encode("the house")
    #expect(try tokenizer.encode(text, allowing: ["<|end|>"]) == house + [298, 298] + tokenizer.encode("!"))
    #expect(try tokenizer.encode(text, allowing: ["<|end|>", "<|end|>!"]) == house + [298, 299])
    #expect(try tokenizer.encode(text, allowing: []) == tokenizer.encode(text))
    #expect(tokenizer.decode(house + [298]) == "the house<|end|>")
    let problem = try problem(.badData) { _ = try tokenizer.encode(text, allowing: ["<|start|>"]) }
    #expect(problem.message.contains("<|start|>"))
  }

  @Test func wrongVocabulariesAreRefused() throws {
    let bytes = (0..<256).map { [UInt8($0)] }
    func message(
      _ pieces: [[UInt8]], _ merges: [(left: Int32, right: Int32)] = [], _ special: [String: Int32] = [:]
    ) throws -> String {
      try problem(.badData) {
        _ = try BytePairTokenizer(pieces: pieces, merges: merges, splitting: .gpt2, specialTokens: special)
      }.message
    }
    let ab = bytes + [[97, 98]]
    #expect(try message([]).contains("byte 0"))
    #expect(try message(Array(bytes.dropLast())).contains("byte 255"))
    #expect(try message(bytes + [[65]]).contains("65 and 256"))
    #expect(try message(ab, [(97, 300)]).contains("token 300"))
    #expect(try message(ab, [(-1, 97)]).contains("token -1"))
    #expect(try message(ab, [(97, 99)]).contains("together"))
    #expect(try message(ab, [(97, 98), (97, 98)]).contains("second time"))
    #expect(try message(ab, [(97, 98)], ["ab": 256]).contains("makes the special token"))
    #expect(try message(ab, [], ["cd": 256]).contains("cd"))
    #expect(try message(ab, [], ["ab": 999]).contains("999"))
  }
}
