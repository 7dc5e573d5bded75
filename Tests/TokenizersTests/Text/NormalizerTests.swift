import TestSupport
import Testing
import Tokenizers

struct NormalizerTests {
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test func eachNormalizerDoesWhatItsNameSays() {
    let cases: [(Normalizer, String, String)] = [
      (.form(.nfc), "e\u{301}", "\u{E9}"), (.form(.nfd), "\u{E9}", "e\u{301}"),
      (.form(.nfkc), "\u{FB01}\u{2460}", "fi1"),
      (.form(.nfkd), "\u{FB01}\u{E9}", "fie\u{301}"), (.lowercase, "ABC\u{130}\u{3A3}", "abci\u{307}\u{3C3}"),
      (.removingMarks, "e\u{301}\u{903}a", "ea"), (.strip(start: true, end: false), "\t a \n", "a \n"),
      (.strip(start: false, end: true), "\t a \u{3000}", "\t a"), (.trimSpaces, "  \na  ", "\na"),
      (.trimSpaces, "  ", ""),
      (.prepend("_"), "a", "_a"), (.prepend("_"), "", ""), (.replace("aa", with: "b"), "aaaaa", "bba"),
      (.replace("\u{C5}", with: "x"), "\u{C5}\u{212B}", "x\u{212B}"),
      (.collapseSpaces(to: "_"), "  a b   c ", "_a b_c "),
      (.sequence([.form(.nfd), .removingMarks, .lowercase]), "\u{C9}cole", "ecole"),
    ]
    for (normalizer, text, expected) in cases {
      #expect(scalars(normalizer.normalized(text)) == scalars(expected), "\(normalizer)")
    }
  }

  @Test func bertCleansSeparatesAndLowers() {
    #expect(BERTNormalizer().normalized("\u{C9}lan\tvital\u{0}\u{FFFD}\u{200D}") == "elan vital")
    #expect(BERTNormalizer().normalized("a\u{4E2D}b") == "a \u{4E2D} b")
    let cased = BERTNormalizer(lowercases: false)
    #expect(scalars(cased.normalized("\u{C9}A")) == scalars("\u{C9}A"))
    let plain = BERTNormalizer(
      cleansText: false, separatesChineseCharacters: false, removesAccents: true, lowercases: false)
    #expect(plain.normalized("\u{C9}\t\u{4E2D}\u{7}") == "E\t\u{4E2D}\u{7}")
  }

  @Test func asciiIsNormalizedAsAnyText() {
    let ascii = String(decoding: UInt8.min...127, as: UTF8.self)
    for cleans in [false, true] {
      for lowers in [false, true] {
        let normalizer = BERTNormalizer(cleansText: cleans, lowercases: lowers)
        // A character beyond ASCII, which stays as it is, makes the text take the way of all texts.
        #expect(normalizer.normalized(ascii) + "\u{DF}" == normalizer.normalized(ascii + "\u{DF}"))
      }
    }
  }

  @Test func bertSplitsAtSpacesAndPunctuation() {
    #expect(
      PreTokenizer.bert.chunks(of: " it's\u{3000}$5\u{BF}a_b ") == ["it", "'", "s", "$", "5", "\u{BF}", "a", "_", "b"])
    #expect(PreTokenizer.bert.chunks(of: "").isEmpty)
    #expect(PreTokenizer.whitespace.chunks(of: " it's\n\n$5 ") == ["it's", "$5"])
  }

  @Test func spacesBecomeMarks() {
    func chunks(_ prepends: Metaspace.Prepending, _ text: String, splits: Bool = true) -> [String] {
      PreTokenizer.metaspace(Metaspace(mark: "_", prepends: prepends, splitsWords: splits)).chunks(of: text)
    }
    #expect(chunks(.always, "a b") == ["_a", "_b"])
    #expect(chunks(.always, " a  b ") == ["_a", "_", "_b", "_"])
    #expect(chunks(.never, "a b") == ["a", "_b"])
    #expect(chunks(.first, "a b", splits: false) == ["_a_b"])
    #expect(chunks(.always, "").isEmpty)
    let both = PreTokenizer.sequence([.whitespace, .metaspace(Metaspace(prepends: .always))])
    #expect(both.chunks(of: "a\nb") == ["\u{2581}a", "\u{2581}b"])
    let first = PreTokenizer.sequence([.whitespace, .metaspace(Metaspace(prepends: .first))])
    #expect(first.chunks(of: "a\nb") == ["\u{2581}a", "b"])
  }
}
