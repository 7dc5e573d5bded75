import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizers

private let tokenizer: BytePairTokenizer = {
  let trainer = BytePairTrainer(splitting: .gpt2)
  trainer.add(String(repeating: "the house, the mouse # ## é日 and then 12 ", count: 3))
  return try! trainer.tokenizer(vocabularySize: 300, specialTokens: ["<|endoftext|>"])
}()

private let sample = "the mouse # ## and 99 é日 houses<|endoftext|>"

private func ranks(_ pieces: [[UInt8]]) -> String {
  pieces.enumerated().map { "\(Data($1).base64EncodedString()) \($0)\n" }.joined()
}

private func vocabularyJSON() throws -> Data {
  var entries: [String: Int] = ["<|endoftext|>": 299]
  for (token, piece) in tokenizer.pieces.dropLast().enumerated() { entries[ByteAlphabet.text(of: piece)] = token }
  return try JSONEncoder().encode(entries)
}

private func mergesText() -> String {
  "#version: 0.2\n"
    + tokenizer.merges.map { merge in
      [merge.left, merge.right].map { ByteAlphabet.text(of: tokenizer.pieces[Int($0)]) }.joined(separator: " ") + "\n"
    }.joined()
}

struct BytePairFilesTests {
  @Test(arguments: Splitting.allCases) func huggingFacesFileRestoresTheTokenizer(splitting: Splitting) throws {
    let before = try BytePairTokenizer(
      pieces: tokenizer.pieces, merges: tokenizer.merges, splitting: splitting, specialTokens: tokenizer.specialTokens)
    let after = try BytePairTokenizer(huggingFaceJSON: Data(before.json().utf8), named: "file")
    #expect(
      after.pieces == before.pieces && after.splitting == splitting && after.specialTokens == before.specialTokens)
    #expect(try after.encode(sample) == before.encode(sample) && after.checksum() == before.checksum())
  }

  @Test(arguments: [
    (#""type": "BPE""#, #""type": "WordPiece""#, "WordPiece"),
    (#""normalizer": null"#, #""normalizer": {"type": "NFC"}"#, "NFC"),
    (#""post_processor": {"type": "ByteLevel""#, #""post_processor": {"type": "Sequence""#, "Sequence"),
    (#""decoder": {"type": "ByteLevel""#, #""decoder": {"type": "Fuse""#, "Fuse"),
    (#""pre_tokenizer": {"type": "ByteLevel""#, #""pre_tokenizer": {"type": "Whitespace""#, "Whitespace"),
    (#""dropout": null"#, #""dropout": 0.1"#, "dropout"),
    (#""ignore_merges": false"#, #""ignore_merges": true"#, "ignore_merges"),
    (#""add_prefix_space": false"#, #""add_prefix_space": true"#, "add_prefix_space"),
  ]) func partsOfOtherTokenizersAreRefusedByName(part: String, other: String, name: String) throws {
    let json = try tokenizer.json().replacingOccurrences(of: part, with: other)
    let problem = try problem(.badData) { _ = try BytePairTokenizer(huggingFaceJSON: Data(json.utf8), named: "it") }
    #expect(problem.message.hasPrefix("it: ") && problem.message.contains(name), "\(problem.message)")
  }

  @Test func gpt2sFilesGiveTheSameTokens() throws {
    try withFile(vocabularyJSON()) { vocabulary in
      try withFile(mergesText().utf8) { merges in
        let read = try BytePairTokenizer(vocabulary: vocabulary, merges: merges)
        #expect(read.encode(sample) == tokenizer.encode(sample) && read.specialTokens == ["<|endoftext|>": 299])
      }
      try withFile("#version: 0.2\nt h\nq zz\n".utf8) { merges in
        let problem = try problem(.badData) { _ = try BytePairTokenizer(vocabulary: vocabulary, merges: merges) }
        #expect(problem.message.hasPrefix("\(merges):3: ") && problem.message.contains("zz"))
      }
      try withFile("t h e\n".utf8) { merges in
        let problem = try problem(.badData) { _ = try BytePairTokenizer(vocabulary: vocabulary, merges: merges) }
        #expect(problem.message.hasPrefix("\(merges):1: "))
      }
    }
  }

  @Test func tiktokensRanksGiveTheSameTokens() throws {
    try withFile(ranks(tokenizer.pieces.dropLast()).utf8) { path in
      let read = try BytePairTokenizer(ranksContentsOf: path, splitting: .gpt2, specialTokens: ["<|endoftext|>": 310])
      #expect(read.encode(sample) == tokenizer.encode(sample) && read.vocabularySize == 311)
      #expect(read.merges.map { [$0.left, $0.right] } == tokenizer.merges.map { [$0.left, $0.right] })
      #expect(read.decode([310, 305]) == "<|endoftext|>")
    }
  }

  @Test func faultyRanksAreRefusedWithTheirLine() throws {
    let lines = ranks(tokenizer.pieces.dropLast()).split(separator: "\n").map(String.init)
    func message(_ lines: [String]) throws -> String {
      try withFile(lines.joined(separator: "\n").utf8) { path in
        try problem(.badData) { _ = try BytePairTokenizer(ranksContentsOf: path, splitting: .gpt2) }.message
      }
    }
    #expect(try message(Array(lines.prefix(100))).contains("no piece for the byte"))
    #expect(try message(lines.prefix(3) + ["%% 3"]).contains(":4: "))
    #expect(try message(lines.prefix(3) + ["QQ== 5"]).contains(":4: the rank is 5 where 3"))
    #expect(try message(Array(lines.prefix(256)) + ["eHl6 256"]).contains("not made of two pieces"))
  }

  /// Changes, inserts, removes or cuts bytes at random.
  private func mutated(_ bytes: [UInt8], _ random: inout RandomValues) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<1 + Int(random.next() % 3) where bytes.count > 1 {
      let place = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 5 {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 50)))
      case 1: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
      case 2: bytes.removeSubrange(place...)
      case 3: bytes[place] = UInt8(ascii: "0") + UInt8(random.next() % 10)
      default: bytes[place] = UInt8(random.next() & 0xFF)
      }
    }
    return bytes
  }

  @Test func mutatedFilesAreReadOrRefused() throws {
    var random = RandomValues(seed: 8), refused = 0
    let json = Array(try tokenizer.json().utf8), ranked = Array(ranks(tokenizer.pieces.dropLast()).utf8)
    let merges = Array(mergesText().utf8), vocabulary = try vocabularyJSON()
    try withTemporaryFolder { folder in
      try vocabulary.write(to: URL(fileURLWithPath: folder + "/vocab.json"))
      for round in 0..<1000 {
        do {
          let read: BytePairTokenizer
          if round % 4 == 0 {
            read = try BytePairTokenizer(huggingFaceJSON: Data(mutated(json, &random)), named: "file")
          } else {
            let path = folder + "/file"
            try Data(mutated(round % 4 == 1 ? merges : ranked, &random)).write(to: URL(fileURLWithPath: path))
            read =
              round % 4 == 1
              ? try BytePairTokenizer(vocabulary: folder + "/vocab.json", merges: path)
              : try BytePairTokenizer(ranksContentsOf: path, splitting: .gpt4)
          }
          #expect(read.decode(read.encode(sample)) == sample)
        } catch let problem as Problem {
          refused += 1
          #expect(problem.kind == .badData && !problem.message.contains("\n"))
        }
      }
    }
    #expect(refused > 300)
  }
}
