import Files
import Foundation
import TestSupport
import Testing
import Tokenizers

struct SentencePieceModelTests {
  private static func integer(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + integer(value >> 7)
  }

  private static func field(_ number: Int, _ value: Int) -> [UInt8] { integer(number << 3) + integer(value) }

  private static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    integer(number << 3 | 2) + integer(bytes.count) + bytes
  }

  private static func piece(_ text: String, _ score: Float, _ type: Int) -> [UInt8] {
    let bits = withUnsafeBytes(of: score.bitPattern.littleEndian) { Array($0) }
    return field(1, field(1, Array(text.utf8)) + [2 << 3 | 5] + bits + field(3, type))
  }

  /// A table of replacements in which each node's children have 256 places of their own.
  private static func table(_ entries: [String: String]) -> [UInt8] {
    var units: [UInt32] = Array(repeating: 0, count: 512), texts: [UInt8] = [], places = ["": 0], bases = [0: 256]
    units[0] = 256 << 10
    for (text, replacement) in entries.sorted(by: { $0.key < $1.key }) {
      var place = 0
      for byte in text.utf8 {
        if bases[place] == nil {
          bases[place] = units.count
          units[place] |= UInt32(place ^ units.count) << 10
          units += Array(repeating: 0, count: 256)
        }
        place = bases[place]! ^ Int(byte)
        units[place] |= UInt32(byte)
      }
      bases[place] = bases[place] ?? units.count
      units[place] |= UInt32(place ^ units.count) << 10 | 0x100
      units += Array(repeating: 0, count: 256)
      units[bases[place]!] = 0x8000_0000 | UInt32(texts.count)
      texts += Array(replacement.utf8) + [0]
      places[text] = place
    }
    return ([UInt32(4 * units.count)] + units).flatMap { unit in (0..<4).map { UInt8(unit >> (8 * $0) & 0xFF) } }
      + texts
  }

  private static func model(
    pieces: [UInt8] = [], trainer: [UInt8] = [], rules: [UInt8] = [], type: Int = 1
  ) -> [UInt8] {
    let usual =
      piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("\u{2581}", -2, 1) + piece("\u{2581}a", -1, 1)
      + piece("b", -2.5, 1) + piece("ab", -2, 1) + piece("fi", -3, 1) + piece("a", -4, 1)
    return usual + pieces + field(2, field(3, type) + trainer) + field(3, rules)
  }

  private func names(_ model: [UInt8], _ text: String) throws -> [String] {
    let tokenizer = try UnigramTokenizer(sentencePiece: model)
    return try tokenizer.encode(text).map { tokenizer.pieces[Int($0)].text }
  }

  @Test func spacesAreNormalizedByTheRulesOfTheFile() throws {
    #expect(try names(Self.model(), "a  ab ") == ["\u{2581}a", "\u{2581}a", "b"])
    let keeps = Self.field(4, 0)
    #expect(try names(Self.model(rules: keeps), "a  ab ") == ["\u{2581}a", "\u{2581}", "\u{2581}a", "b", "\u{2581}"])
    let bare = Self.field(3, 0) + Self.field(4, 0)
    #expect(try names(Self.model(rules: bare), "ab a") == ["ab", "\u{2581}a"])
  }

  @Test func controlSymbolsAreNeverPartsOfAText() throws {
    #expect(try names(Self.model(), "<s>") == ["\u{2581}", "<unk>"])
  }

  @Test func bytesSpellUnknownCharacters() throws {
    let bytes = (0..<256).flatMap { Self.piece(String(format: "<0x%02X>", $0), 0, 6) }
    let model = Self.model(pieces: bytes, trainer: Self.field(35, 1))
    #expect(try names(model, "aé") == ["\u{2581}a", "<0xC3>", "<0xA9>"])
    let tokenizer = try UnigramTokenizer(sentencePiece: model)
    #expect(tokenizer.decode(try tokenizer.encode("aé b")) == "aé b")
  }

  @Test func theTableReplacesTheLongestEntry() throws {
    let map = try Charsmap(Self.table(["\u{FB01}": "fi", "x": "a", "xx": "b", "\u{3000}": " ", "z": ""]))
    #expect(map.normalized("\u{FB01}xxx\u{3000}yzé") == "fiba yé")
    let model = Self.model(rules: Self.field(2, map.bytes))
    #expect(try names(model, "\u{FB01}\u{3000}xxz") == ["\u{2581}", "fi", "\u{2581}", "b"])
  }

  @Test func otherModelsAreRefusedByName() throws {
    func refusal(_ model: [UInt8]) throws -> String {
      try problem(.badData) { _ = try UnigramTokenizer(sentencePiece: model) }.message
    }
    #expect(try refusal(Self.model(type: 2)).contains("SentencePiece's type BPE"))
    #expect(try refusal(Self.model(pieces: Self.piece("c", 0, 4))).contains("\"c\", which the user defined"))
    #expect(try refusal(Self.model(trainer: Self.field(24, 1))).contains("treat_whitespace_as_suffix"))
    #expect(try refusal(Self.model(rules: Self.field(2, [1, 2, 3]))).contains("cut short"))
    #expect(try refusal([]).contains("no pieces"))
    #expect(try refusal(Array(Self.model().dropLast())).contains("cut short"))
  }

  @Test func aModelIsReadFromAFolderAndKeptAsJSON() throws {
    try withTemporaryFolder { folder in
      let table = Self.table(["x": "a"])
      try Data(Self.model(rules: Self.field(2, table))).write(to: URL(fileURLWithPath: folder + "/spiece.model"))
      let tokenizer = try readTokenizer(contentsOf: folder)
      try tokenizer.save(to: folder + "/tokenizer.json")
      let again = try readTokenizer(contentsOf: folder)
      let text = "  xb  ab <s> \n"
      #expect(try again.encode(text) == tokenizer.encode(text))
      #expect(try again.json() == tokenizer.json())
    }
  }

  @Test func aThousandChangesAreReadOrRefused() throws {
    var random = RandomValues(seed: 8)
    let model = Self.model(rules: Self.field(2, Self.table(["x": "a"])))
    for round in 0..<1000 {
      var changed = model
      for _ in 0...round % 3 {
        // Most of the file is the table; the rest deserves as many changes.
        let place =
          Bool.random(using: &random)
          ? Int.random(in: 0..<200, using: &random) : changed.indices.randomElement(using: &random)!
        changed[place] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 5 == 0 { changed = Array(changed.prefix(Int.random(in: 0..<changed.count, using: &random))) }
      do {
        let tokenizer = try UnigramTokenizer(sentencePiece: changed)
        _ = tokenizer.decode(try tokenizer.encode("a xb é"))
      } catch let problem as Problem {
        #expect(problem.kind == .badData)
      }
    }
  }
}
