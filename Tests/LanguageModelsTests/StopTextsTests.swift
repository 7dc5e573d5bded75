import LanguageModels
import Testing

struct StopTextsTests {
  private func text(_ pieces: [String], _ stops: [String]) -> (text: String, isFound: Bool) {
    var stopTexts = StopTexts(stops)
    let text = pieces.map { stopTexts.append($0) }.joined() + stopTexts.finish()
    return (text, stopTexts.isFound)
  }

  @Test func theTextEndsBeforeAStopText() {
    #expect(text(["one two three"], ["two"]) == ("one ", true))
    #expect(text(["two"], ["two"]) == ("", true))
    #expect(text(["one tw"], ["two"]) == ("one tw", false))
    #expect(text(["one two"], []) == ("one two", false))
    #expect(text(["one two"], [""]) == ("one two", false))
  }

  /// Where the pieces begin and end makes no difference, whatever the stop texts have in common.
  @Test(arguments: [["aab"], ["ab", "aaab"], ["b", "ab"], ["abab", "ba"], ["\n\n", "b\na"], ["c"]])
  func borderBetweenPiecesMakesNoDifference(stops: [String]) {
    for whole in ["aaaab", "abaabab", "xaabaaabx", "aab\n\nb", "ab\nab", "aaaaaa"] {
      let expected = text([whole], stops)
      let letters = whole.map(String.init)
      #expect(text(letters, stops) == expected, "\(whole) \(stops)")
      for cut in 1..<letters.count {
        let pieces = [letters[..<cut].joined(), letters[cut...].joined()]
        #expect(text(pieces, stops) == expected, "\(pieces) \(stops)")
      }
      // The first complete stop text counts, and of several that end there the longest.
      let ends = (1...letters.count).filter { end in stops.contains { letters[..<end].joined().hasSuffix($0) } }
      let beginning = ends.first.map { letters[..<$0].joined() }
      let longest = stops.filter { beginning?.hasSuffix($0) == true }.map(\.count).max() ?? 0
      #expect(expected.text == beginning.map { String($0.dropLast(longest)) } ?? whole)
      #expect(expected.isFound == (beginning != nil))
    }
  }

  @Test func onlyWhatCouldBecomeAStopTextIsHeldBack() {
    var stops = StopTexts(["THE END"])
    #expect(stops.append("All was well. THE") == "All was well. ")
    #expect(stops.append(" E") == "")
    #expect(stops.append("AST WIND THE END, or") == "THE EAST WIND " && stops.isFound)
    #expect(stops.append("more") == "" && stops.finish() == "")
  }

  @Test func aTextInOnePieceIsCutToo() {
    #expect(StopTexts.text("a. b.", endingAt: [". "]) == ("a", true))
    #expect(StopTexts.text("a.", endingAt: [". "]) == ("a.", false))
  }
}
