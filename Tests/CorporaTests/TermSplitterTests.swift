import Foundation
import TestSupport
import Testing

@testable import Corpora

struct TermSplitterTests {
  private func words(_ text: String) -> [String] { TermSplitter().terms(of: text) }

  @Test func aWordHasAtLeastTwoLettersDigitsOrUnderscores() {
    #expect(words("It was a fine, fine day!") == ["it", "was", "fine", "fine", "day"])
    #expect(words("a b_ _ __ x1 7 42 co-op don't") == ["b_", "__", "x1", "42", "co", "op", "don"])
    #expect(words("") == [] && words(" ,.;") == [] && words("x") == [])
  }

  @Test func lettersOfAllScriptsCountAndAreLowercased() {
    #expect(words("Élan ÜBER naïve ΔΕΛΤΑ Жук ß ßß") == ["élan", "über", "naïve", "δελτα", "жук", "ßß"])
    #expect(words("日本語 テスト 한국 ٣٤ Ⅷⅷ x² ½¾ 𐐀𐐁") == ["日本語", "テスト", "한국", "٣٤", "ⅷⅷ", "x²", "½¾", "𐐨𐐩"])
    // The Kelvin sign becomes a k. The dotted capital I becomes two scalars; the second, a combining mark, ends the
    // word.
    #expect(words("\u{212A}elvin İstanbul") == ["kelvin", "stanbul"])
  }

  @Test func combiningMarksAndDashesSeparateWords() {
    #expect(words("cafe\u{301}s well—known so…so €uro") == ["cafe", "well", "known", "so", "so", "uro"])
  }

  private func words(_ text: String, _ pattern: WordPattern) -> [String] {
    TermSplitter(pattern: pattern).terms(of: text)
  }

  @Test func marksStayWithTheirLettersIfAsked() {
    #expect(words("आधुनिक मानक हिन्दी", .letters) == ["आध", "नक"])
    #expect(words("आधुनिक मानक हिन्दी", .marks) == ["आधुनिक", "मानक", "हिन्दी"])
    #expect(words("தமிழ் ภาษาไทย", .marks) == ["தமிழ்", "ภาษาไทย"])
    #expect(words("Cafe\u{301}s İstanbul", .marks) == ["cafe\u{301}s", "i\u{307}stanbul"])
    // Persian joins letters with U+200C.
    #expect(words("می\u{200C}خواهم", .marks) == ["می\u{200C}خواهم"])
    // A mark without a letter before it is nothing: not after a space, and not after a heart.
    #expect(words("a \u{301}bc ❤\u{FE0F}de -\u{301}\u{301}", .marks) == ["bc", "de"])
    #expect(words("It was a fine, fine day!", .marks) == words("It was a fine, fine day!"))
  }

  @Test func wordsCutAtTheirMarksAreCounted() {
    func cut(_ text: String, _ pattern: WordPattern = .letters) -> Int {
      var text = text
      var terms = Terms()
      text.withUTF8 { TermSplitter(pattern: pattern).split($0, into: &terms) }
      return terms.cutWordCount
    }
    #expect(cut("आधुनिक मानक हिन्दी") == 3 && cut("आधुनिक मानक हिन्दी", .marks) == 0)
    #expect(cut("plain naïve words") == 0 && cut("e\u{301}") == 1 && cut("e\u{301}te\u{301}s e\u{301}") == 2)
    // Marks that follow no letter cut no word.
    #expect(cut("\u{301} a \u{301}b ❤\u{FE0F} -\u{301}x") == 0)
    #expect(cut("ab\u{301}\u{302} \u{301}") == 1 && cut("İstanbul") == 1)
  }

  @Test func theRunsBetweenSpacesAreTermsUnchanged() {
    let text = " It's  a\tFINE,\nday é e\u{301} x "
    #expect(words(text, .spaces) == ["It's", "a", "FINE,", "day", "é", "e\u{301}", "x"])
    #expect(words("", .spaces) == [] && words(" \n", .spaces) == [] && words("a", .spaces) == ["a"])
    #expect(
      TermSplitter(pattern: .spaces, lengths: 1...2).terms(of: "It's  a\nday") == [
        "It's", "a", "It's a", "day", "a day",
      ])
    #expect(TermSplitter(pattern: .marks, lengths: 2...2).terms(of: "हिन्दी, की किताब") == ["हिन्दी की", "की किताब"])
  }

  @Test func aSplitterWithoutAPatternIsReadAsLetters() throws {
    let old = Data(#"{"unit":"word","shortest":1,"longest":2}"#.utf8)
    #expect(try JSONDecoder().decode(TermSplitter.self, from: old) == TermSplitter(lengths: 1...2))
    for splitter in [TermSplitter(pattern: .marks), TermSplitter(unit: .character, lengths: 2...3)] {
      #expect(try JSONDecoder().decode(TermSplitter.self, from: JSONEncoder().encode(splitter)) == splitter)
    }
  }

  @Test func aSigmaAtTheEndOfAWordBecomesAFinalSigma() {
    #expect(words("ΟΔΟΣ ΣΟΦΟΣ. ΣΑΣ-ΑΣ ΑΣ'Α ΣΣ") == ["οδος", "σοφος", "σας", "ας", "ασ", "σς"])
    // A sigma alone does not end a word, and a mark after a sigma is ignored.
    #expect(TermSplitter(unit: .character).terms(of: "Σ ΑΣ\u{301}").prefix(4) == ["σ", " ", "α", "ς"])
  }

  @Test func nGramsAppearWhereTheyEndShortestFirst() {
    let text = "it was, the best"
    #expect(
      TermSplitter(lengths: 1...2).terms(of: text) == ["it", "was", "it was", "the", "was the", "best", "the best"])
    #expect(TermSplitter(lengths: 3...4).terms(of: text) == ["it was the", "was the best", "it was the best"])
    #expect(TermSplitter(lengths: 5...9).terms(of: text) == [])
  }

  @Test func everyCharacterCountsAndARunOfSpacesBecomesOne() {
    let characters = TermSplitter(unit: .character)
    #expect(characters.terms(of: "Ab,\tc") == ["a", "b", ",", "\t", "c"])
    #expect(characters.terms(of: "a \n\t b ") == ["a", " ", "b", " "])
    #expect(characters.terms(of: "  é") == [" ", "é"])
    #expect(TermSplitter(unit: .character, lengths: 2...2).terms(of: "Abba") == ["ab", "bb", "ba"])
    #expect(TermSplitter(unit: .character, lengths: 1...3).terms(of: "aé") == ["a", "é", "aé"])
  }

  /// ASCII text takes the fast path, eight bytes at a time; a non-ASCII letter in front forces the slow path.
  @Test func theFastAndTheSlowPathFindTheSameWords() {
    var random = RandomValues(seed: 3)
    let letters = Array("abcXYZ019_ .,-'@[`{/:~\n\t".unicodeScalars)
    for length in Array(0...140) + [1000, 4099] {
      let text = String(
        String.UnicodeScalarView(random.ids(length, below: letters.count).map { letters[Int($0)] }))
      #expect(words(text) == naiveWords(text), "\(text.debugDescription)")
      #expect(words("éé " + text) == ["éé"] + naiveWords(text))
    }
    let everyByte = String(String.UnicodeScalarView((0..<128).map { Unicode.Scalar(UInt8($0)) }))
    #expect(words(everyByte) == naiveWords(everyByte))
  }

  @Test func aWordCanBeLongerThanAnyBlock() {
    let long = String(repeating: "Ab", count: 200)
    #expect(words("x \(long) yz") == [long.lowercased(), "yz"])
    #expect(words(long) == [long.lowercased()])
  }

  private func naiveWords(_ text: String) -> [String] {
    text.lowercased().unicodeScalars.split { !($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_") }
      .filter { $0.count > 1 }.map { String($0) }
  }
}
