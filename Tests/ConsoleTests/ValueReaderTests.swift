import Testing

@testable import Console

@Test(arguments: ["x", "", "4.0", "1_0", "1,0", "1e1", " 4", "0x4", "٣"])
func textThatIsNotAWholeNumberIsRejected(text: String) {
  #expect(complaint("--steps=\(text)") == ["--steps needs a whole number of at least 1, not \"\(text)\""])
}

@Test(arguments: ["x", "", "nan", "NaN", "-nan", "inf", "infinity", "1e999", "0,1", "1_0", " 1"])
func textThatIsNotAFiniteNumberIsRejected(text: String) {
  #expect(complaint("--learning-rate=\(text)") == ["--learning-rate needs a number above 0, not \"\(text)\""])
  #expect(complaint("--dropout=\(text)").count == 1)
}

@Test func aNumberThatTheTypeCannotHoldIsReportedAsTooLarge() {
  #expect(
    complaint("--shift", "99999999999999999999") == [
      "--shift needs a whole number, not \"99999999999999999999\", which is too large"
    ])
  #expect(Float(optionText: "1e39") == nil)
  #expect(Double(optionText: "1e39") == 1e39)
}

@Test func rangesRejectValuesJustOutsideAndAcceptTheirEnds() throws {
  #expect(complaint("--layers", "0") == ["--layers needs a whole number from 1 to 24, not \"0\""])
  #expect(complaint("--layers", "25") == ["--layers needs a whole number from 1 to 24, not \"25\""])
  #expect(complaint("--learning-rate", "0") == ["--learning-rate needs a number above 0, not \"0\""])
  #expect(complaint("--dropout", "1") == ["--dropout needs a number of at least 0 and below 1, not \"1\""])
  #expect(complaint("--top-k", "0") == ["--top-k needs a whole number of at least 1, not \"0\""])
  #expect(try parse("a", "--layers", "1")[layers] == 1)
  #expect(try parse("a", "--layers", "24")[layers] == 24)
  #expect(try parse("a", "--dropout", "0")[dropout] == 0)
}

@Test func rangesOfEveryKindAreDescribedInWords() {
  #expect(words(for: 0.5...2) == "from 0.5 to 2")
  #expect(words(for: Double.leastNormalMagnitude...1) == "above 0 and at most 1")
  #expect(words(for: Float.leastNormalMagnitude..<1) == "above 0 and below 1")
  #expect(words(for: 2..<9) == "of at least 2 and below 9")
  #expect(words(for: 2...) == "of at least 2")
  #expect(words(for: ...9) == "of at most 9")
  #expect(words(for: ..<9) == "below 9")
}

@Test func anUnknownChoiceShowsTheListAndTheNearest() {
  #expect(
    complaint("--smoothing", "kneserney") == [
      "--smoothing needs one of kneser-ney, witten-bell or none, not \"kneserney\"",
      "Did you mean --smoothing kneser-ney?",
    ])
  #expect(complaint("--preset", "medium") == ["--preset needs one of small or large, not \"medium\""])
}
