import Testing

@testable import Safeguards

struct WordListTests {
  private let list = WordList(["pirates": ["pirate", "pirates"], "love": ["love potion", "love"], "e": ["caf\u{E9}"]])

  @Test(arguments: [
    ("Do you like PIRATES?", "pirates", "pirates"), ("p1rat3s!", "pirates", "pirates"),
    ("a love potion", "love", "love potion"),
    ("love", "love", "love"), ("the CAF\u{C9}", "e", "caf\u{E9}"), ("first love, then pirates", "love", "love"),
  ])
  func wholeWordsAreFoundAndTheLongestPhraseCounts(text: String, subject: String, phrase: String) {
    #expect(list.match(in: text) == WordList.Match(subject: subject, phrase: phrase))
  }

  @Test(arguments: ["", "pirated", "the lovely potion", "1 3 5", "pi rates", "?!"])
  func otherTextsHaveNoMatch(text: String) { #expect(list.match(in: text) == nil) }

  @Test func anEmptyListFindsNothing() { #expect(WordList([:]).match(in: "pirates") == nil) }
}
