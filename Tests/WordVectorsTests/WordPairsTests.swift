import Files
import Testing

@testable import WordVectors

private func pairs(_ text: String) throws -> [WordPairs.Pair] {
  try withVectorFile(text.utf8) { try WordPairs(contentsOf: $0).pairs }
}

private func refusal(_ text: String) throws -> Problem? {
  try withVectorFile(text.utf8) { path in
    let problem = #expect(throws: Problem.self) { try WordPairs(contentsOf: path) }
    #expect(problem?.kind == .badData && problem?.message.hasPrefix(path) == true)
    return problem
  }
}

@Suite struct WordPairsTests {
  private let expected = [
    WordPairs.Pair(first: "tide", second: "Sea", score: 7.5), WordPairs.Pair(first: "goat", second: "bell", score: 1),
  ]

  @Test(arguments: [
    "tide\tSea\t7.5\ngoat\tbell\t1\n", "tide,Sea,7.5\r\ngoat, bell , 1e0", "tide Sea  7.5\n\n  goat\u{a0}bell 1",
    "# two pairs\n#\ntide\tSea\t7.5\n# and\ngoat\tbell\t1.0", "Word 1,Word 2,Human (mean)\ntide,Sea,7.5\ngoat,bell,1",
    "# names\nfirst second score\ntide Sea 7.5\ngoat bell 1",
  ]) func tabsCommasAndSpacesSeparateAndHeadersAreSkipped(text: String) throws {
    #expect(try pairs(text) == expected)
  }

  /// The columns of SimLex-999, SimVerb-3500, WordSim-353 (means alone, and with the scores of each person), RW and MEN.
  @Test(arguments: [
    "word1\tword2\tPOS\tSimLex999\tconc(w1)\tSD(SimLex)\ntide\tSea\tN\t7.5\t4\t0.9\ngoat\tbell\tN\t1\t5\t0.1\n",
    "word1\tword2\tconc(w1)\tSimLex999\ntide\tSea\t4\t7.5\ngoat\tbell\t5\t1\n",
    "tide\tSea\tV\t7.5\tSYNONYMS\ngoat\tbell\tV\t1\tNONE\n",
    "Word 1,Word 2,Human (mean)\r\ntide,Sea,7.5\r\ngoat,bell,1.00\r\n",
    "Word 1\tWord 2\tHuman (mean)\ntide\tSea\t7.5\ngoat\tbell\t1.00\n",
    "Word 1,Word 2,Human (mean),1,2,3\ntide,Sea,7.5,9,7,6\ngoat,bell,1.00,1,1,1\n",
    "tide\tSea\t7.5\t7\t8\t7\t8\ngoat\tbell\t1\t1\t1\t1\t1\n", "tide Sea 7.500000\ngoat bell 1.000000\n",
    "\u{FEFF}tide;Sea;7.5\n\ngoat;bell;1\n", "\"w1\",\"w2\",\"score\"\n\"tide\",\"Sea\",\"7.5\"\n\"goat\",\"bell\",1\n",
    "a,b,rater,score\ntide,Sea,3,7.5\ngoat,bell,3,1\n", "tide Sea 7.5\rgoat bell 1\r",
  ]) func publishedFormsAreRead(text: String) throws { #expect(try pairs(text) == expected) }

  @Test func partsOfSpeechAreDroppedIfAllWordsHaveOne() throws {
    try withVectorFile("tide-n Sea-n 7.5\ngoat-n bell-j 1.0\n".utf8) { path in
      var remarks: [String] = []
      let read = try WordPairs(contentsOf: path) { remarks.append($0) }
      #expect(read.pairs == expected)
      #expect(remarks.count == 1 && remarks[0].contains("parts of speech") && remarks[0].contains("tide-n"))
    }
    #expect(try pairs("tide-n Sea-n 7.5\nx-ray bell-n 1\n")[0].first == "tide-n")
    #expect(try pairs("-n -n 7.5\n")[0].first == "-n")
  }

  @Test func bytesThatAreNotUTF8AreRefusedOrRepaired() throws {
    try withVectorFile(Array("caf".utf8) + [0xE9] + Array("\ttea\t5\n".utf8)) { path in
      let problem = #expect(throws: Problem.self) { try WordPairs(contentsOf: path) }
      #expect(problem?.description.contains("\"lossy\"") == true)
      let repaired = try WordPairs(contentsOf: path, lossy: true)
      #expect(repaired.pairs.first?.first == "caf\u{FFFD}")
    }
    try withVectorFile(Array(": s\ncaf".utf8) + [0xE9] + Array(" b c d\n".utf8)) { path in
      #expect(throws: Problem.self) { try WordAnalogies(contentsOf: path) }
      let repaired = try WordAnalogies(contentsOf: path, lossy: true)
      #expect(repaired.sections[0].questions[0].a == "caf\u{FFFD}")
    }
  }

  @Test func wordsBetweenTabsCanContainCommasAndSpaces() throws {
    #expect(try pairs("New York\tSt. Paul, MN\t3\n").first?.second == "St. Paul, MN")
  }

  @Test(arguments: [
    ("a b 1\nb c\n", "line 2"), ("a b 1\nb c x\n", "line 2"), ("a b 1\n\nb c 2 3\n", "line 3"),
    ("a b 1\nb c nan\n", "line 2"), ("a b 1\nb\t\t2\n", "line 2"), ("a\nb c\n", "line 2"), ("# nothing\n", "no pairs"),
    ("first second score\n", "no pairs"), ("a b 1\nc d inf", "line 2"),
  ]) func invalidPairsAreRefusedWithTheirLine(text: String, word: String) throws {
    #expect(try refusal(text)?.message.contains(word) == true)
  }
}

@Suite struct WordPairEvaluationTests {
  private let v = wordVectors([
    "east": [1, 0], "Half": [1, 1], "half": [0, 1], "north": [0, 3], "west": [-2, 0], "odd": [1, 3],
  ])

  private func evaluate(_ text: String, limit: Int = 300_000) throws -> WordPairEvaluation {
    try withVectorFile(text.utf8) { try WordPairEvaluation(WordPairs(contentsOf: $0), of: v, amongFirst: limit) }
  }

  @Test func cosinesThatRiseWithTheScoresCorrelate() throws {
    let e = try evaluate("East west 0\nEAST NORTH 3\neast half 4\nnorth nowhere 9\n")
    #expect(abs(e.spearman - 1) < 1e-14 && e.covered == 3 && e.missing == 1)
    // By hand, from the cosines -1, 0 and 0.7071 and the scores 0, 3 and 4.
    #expect(abs(e.pearson - 0.9835) < 1e-4)
    let falling = try evaluate("east west 4\neast north 3\neast odd 2")
    #expect(abs(falling.spearman + 1) < 1e-14)
  }

  @Test func theMoreFrequentCaseOfAWordIsUsed() throws {
    // "half" itself is at a right angle, which would change the order.
    let e = try evaluate("east half 2\neast north 1\neast odd 1.5\n")
    #expect(abs(e.spearman - 1) < 1e-14 && e.covered == 3)
  }

  @Test func aRepeatedPairCountsTwice() throws {
    let e = try evaluate("east half 2\neast half 2\neast north 1\neast odd 0\n")
    #expect(e.covered == 4 && abs(e.spearman - 0.7777777777777778) < 1e-12)
  }

  @Test func onlyTheFirstWordsAreConsidered() throws {
    let text = "east north 1\neast odd 2\neast half 0\neast west 3"
    #expect(try evaluate(text, limit: 4).missing == 2 && evaluate(text, limit: 6).missing == 0)
  }

  @Test func findingNoPairIsAProblem() throws {
    let problem = #expect(throws: Problem.self) { try evaluate("x y 1\ny z 2") }
    #expect(problem?.kind == .badData && problem?.message.contains("none of the 2 pairs") == true)
    #expect(try evaluate("east north 1").spearman.isNaN)
  }
}
