import BagOfWords
import Corpora
import Files
import Testing
import TestSupport

/// The course's four documents.
let fourClauses = Documents([
  "it was the best of times", "it was the worst of times", "it was the age of wisdom", "it was the age of foolishness",
])

/// Texts of a few words each, drawn from a large vocabulary, so parts of them share only some words.
func drawnTexts(_ count: Int, words: Int = 300) -> [String] {
  var random = RandomValues(seed: 7)
  return (0..<count).map { i in
    // Squaring a number below 1 makes small ones frequent, as in natural language.
    (0..<i % 23).map { _ in
      let x = random.float(in: 0...1)
      return "w\(Int(x * x * Float(words)))" + (i % 17 == 3 ? "é" : "")
    }.joined(separator: " ")
  }
}

struct BagOfWordsTests {
  private func digits(_ counts: TermCounts, _ document: Int) -> String {
    counts.vector(document).map(String.init).joined()
  }

  @Test func theFourClausesOfTheCourseGiveItsVectors() throws {
    let (bag, counts) = try BagOfWords.counting(fourClauses)
    #expect(
      bag.vocabulary.terms == ["it", "was", "the", "best", "of", "times", "worst", "age", "wisdom", "foolishness"])
    #expect((0..<4).map { digits(counts, $0) } == ["1111110000", "1110111000", "1110100110", "1110100101"])
    #expect(bag.vocabulary.documentCounts == [4, 4, 4, 1, 4, 2, 1, 2, 1, 1] && bag.vocabulary.documentCount == 4)
    #expect(counts.entryCount == 24 && counts.total == 24 && abs(counts.sparsity - 0.4) < 1e-12)
  }

  @Test func sortedOrderIsByCodePoint() throws {
    let (bag, counts) = try BagOfWords.counting(
      Documents(["zz Éa ab abc abcdefgh abcdefghi", "abcdefgha ab 10 ab"]), order: .sorted)
    #expect(bag.vocabulary.terms == ["10", "ab", "abc", "abcdefgh", "abcdefgha", "abcdefghi", "zz", "éa"])
    #expect(digits(counts, 0) == "01110111" && digits(counts, 1) == "12001000")
  }

  @Test func newDocumentsAddNoWords() throws {
    let (bag, _) = try BagOfWords.counting(fourClauses)
    let counts = bag.counts(of: Documents(["the age of the machine", "", "none here"]))
    #expect(digits(counts, 0) == "0020100100" && counts.starts == [0, 3, 3, 3])
    #expect(bag.unknownTerms(in: "the machine, the Machine and its age") == ["machine", "and", "its"])
    #expect(bag.vocabulary.column(of: "age") == 7 && bag.vocabulary.column(of: "ages") == nil)
  }

  @Test func limitsDropRareAndCommonTerms() throws {
    var limits = BagOfWords.Limits()
    limits.minimumDocuments = 2
    limits.maximumShare = 0.5
    let (bag, counts) = try BagOfWords.counting(fourClauses, limits: limits)
    #expect(bag.vocabulary.terms == ["times", "age"] && bag.vocabulary.documentCounts == [2, 2])
    #expect((0..<4).map { digits(counts, $0) } == ["10", "10", "01", "01"])
  }

  @Test func anEmptyVocabularyIsAProblem() throws {
    var limits = BagOfWords.Limits()
    limits.minimumDocuments = 5
    #expect(throws: Problem.self) { try BagOfWords.counting(fourClauses, limits: limits) }
    #expect(throws: Problem.self) { try BagOfWords.counting(Documents(["a b c", "!"])) }
    #expect(throws: Problem.self) { try BagOfWords.counting(Documents()) }
    #expect(try BagOfWords.counting(Documents(["a b c"]), splitter: TermSplitter(unit: .character)).counts.total == 5)
  }

  @Test func aPatternSaysWhatAWordIsAndCutWordsAreCounted() throws {
    let documents = Documents(["आधुनिक मानक", "हिन्दी words, हिन्दी", "plain words"])
    for threads in [1, 3] {
      try onThreads(threads) {
        let (letters, cut) = try BagOfWords.counting(documents)
        #expect(letters.vocabulary.terms == ["आध", "नक", "words", "plain"] && cut.cutWordCount == 4)
        #expect(letters.counts(of: Documents(["हिन्दी"])).cutWordCount == 1)
        let (marks, whole) = try BagOfWords.counting(documents, splitter: TermSplitter(pattern: .marks))
        #expect(marks.vocabulary.terms == ["आधुनिक", "मानक", "हिन्दी", "words", "plain"] && whole.cutWordCount == 0)
        #expect(whole.vector(1) == [0, 0, 2, 1, 0])
        let spaces = try BagOfWords.counting(documents, splitter: TermSplitter(pattern: .spaces)).bag
        #expect(spaces.vocabulary.terms == ["आधुनिक", "मानक", "हिन्दी", "words,", "plain", "words"])
      }
    }
    let empty = #expect(throws: Problem.self) {
      try BagOfWords.counting(Documents([" "]), splitter: TermSplitter(pattern: .spaces))
    }
    #expect(empty?.suggestion == nil)
  }

  @Test(arguments: [TermSplitter(), TermSplitter(lengths: 1...2), TermSplitter(unit: .character, lengths: 2...3)])
  func countsMatchADictionaryOfStrings(splitter: TermSplitter) throws {
    let texts = drawnTexts(400)
    let (bag, counts) = try BagOfWords.counting(Documents(texts), splitter: splitter)
    var seen: Set<String> = []
    let order = texts.flatMap { splitter.terms(of: $0) }.filter { seen.insert($0).inserted }
    #expect(bag.vocabulary.terms == order)
    for (document, text) in texts.enumerated() {
      var expected: [String: Int32] = [:]
      for term in splitter.terms(of: text) { expected[term, default: 0] += 1 }
      let entries = counts.starts[document]..<counts.starts[document + 1]
      let actual = Dictionary(
        uniqueKeysWithValues: entries.map { (order[Int(counts.columns[$0])], counts.counts[$0]) })
      #expect(actual == expected)
      #expect(Array(counts.columns[entries]) == counts.columns[entries].sorted())
    }
  }

  @Test(arguments: [2, 3, 7]) func countsAreTheSameOnAnyThreadCount(threads: Int) throws {
    // Long enough for the work to actually be split across threads.
    let documents = Documents(drawnTexts(3000, words: 20_000))
    for order in Vocabulary.Order.allCases {
      let (one, many) = (
        try onThreads(1) { try BagOfWords.counting(documents, order: order) },
        try onThreads(threads) { try BagOfWords.counting(documents, order: order) }
      )
      #expect(one.bag.vocabulary.terms == many.bag.vocabulary.terms)
      #expect(one.bag.vocabulary.documentCounts == many.bag.vocabulary.documentCounts)
      #expect(one.counts == many.counts)
      #expect(onThreads(threads) { one.bag.counts(of: documents) } == one.counts)
    }
  }

  @Test func aVocabularyRoundTripsThroughItsFile() throws {
    let (bag, _) = try BagOfWords.counting(
      Documents(["Élan \"quoted\"\tand more", "and\nmore"]), splitter: TermSplitter(unit: .character, lengths: 1...2))
    let program = try Program("bag-of-words")
    defer { program.remove() }
    try program.write(bag.vocabulary.json(), to: "vocabulary.json")
    let path = program.file("vocabulary.json").path
    let read = try Vocabulary(contentsOf: path)
    #expect(read.terms == bag.vocabulary.terms && read.documentCounts == bag.vocabulary.documentCounts)
    #expect(read.documentCount == 2 && read.column(of: "é") == bag.vocabulary.column(of: "é"))
    for wrong in [
      "{", "[]", #"{"kind":"character","vocabulary":["a"]}"#,
      #"{"kind":"bag-of-words","documents":2,"terms":["aa","aa"],"document_counts":[1,1]}"#,
      #"{"kind":"bag-of-words","documents":2,"terms":["aa"],"document_counts":[1,1]}"#,
      #"{"kind":"bag-of-words","documents":2,"terms":["aa"],"document_counts":[3]}"#,
      #"{"kind":"bag-of-words","documents":2,"terms":[],"document_counts":[]}"#,
    ] {
      try program.write(wrong, to: "vocabulary.json")
      #expect(throws: Problem.self, "\(wrong)") { try Vocabulary(contentsOf: path) }
    }
  }
}
