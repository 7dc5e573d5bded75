import Files
import Testing

@Test func kindsHaveTheExitCodesOfSysexits() {
  let kinds: [Problem.Kind] = [
    .usage, .badData, .missing, .software, .cannotCreate, .inputOutput,
  ]
  #expect(kinds.map(\.rawValue) == [64, 65, 66, 70, 73, 74])
  #expect(Problem.Kind.unmet.rawValue == 1)
}

@Test func descriptionHasTheSuggestionOnItsOwnLine() {
  #expect(Problem(.missing, "no such file").description == "no such file")
  #expect(Problem(.missing, "no such file", suggestion: "Look.").description == "no such file\nLook.")
}

@Test func eachReaderSeesSettingsInTheirOwnSpelling() {
  let problem = Problem(.badData, "no words", suggestion: "Try a lower \(Problem.setting("minimum-count")).")
  #expect(problem.description == "no words\nTry a lower \"minimum count\".")
  #expect(problem.text { "--\($0)" } == "no words\nTry a lower --minimum-count.")
  let passedOn = Problem(.badData, "tales.txt: \(problem.message)", suggestion: problem.suggestion)
  #expect(passedOn.text { "<\($0)>" } == "tales.txt: no words\nTry a lower <minimum-count>.")
}

@Test func textFromOutsideIsNoSetting() {
  let mark = "\u{E000}"
  for words in ["a\(mark)b", "\(mark)two words\(mark)", "\(mark)\(mark)", mark] {
    let problem = Problem(.badData, "no word", suggestion: "Did you mean \(words)?")
    #expect(problem.text { "--\($0)" } == "no word\nDid you mean \(words)?")
  }
}
