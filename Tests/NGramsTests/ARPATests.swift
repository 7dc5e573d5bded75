import Files
import Foundation
import LanguageModels
import NGrams
import Numerics
import TestSupport
import Testing

private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  try createFolder(folder)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder + "/model.arpa")
}

private let text = """
  the ferry waits for the tide
  the tide waits for no goat
  a goat waits for the ferry

  """

@Test(arguments: [NGramSmoothing.kneserNey, .wittenBell, .maximumLikelihood], NGramTokenizer.Level.allCases)
func modelsRoundTripThroughARPA(smoothing: NGramSmoothing, level: NGramTokenizer.Level) throws {
  try withFolder { path in
    let tokenizer = try NGramTokenizer(text: text, level: level)
    for order in [1, 2, 4] {
      let model = try NGramModel(
        sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: order, smoothing: smoothing)
      try model.writeARPA(to: path, tokenizer)
      let read = try ARPAModel(contentsOf: path, level: level)
      #expect((1...order).map(read.model.count) == (1...order).map(model.count))
      for line in [text, "no tide waits for the goat\n", "the zebra waits\n"] {
        let expected = model.evaluate(tokenizer.encode(line)), found = read.model.evaluate(read.tokenizer.encode(line))
        #expect(found.tokenCount == expected.tokenCount && found.unknownCount == expected.unknownCount)
        #expect(found.loss == expected.loss || abs(found.loss - expected.loss) < 1e-5 * expected.loss)
      }
    }
  }
}

@Test func modelsThatARPACannotExpressAreNotWritten() throws {
  let tokenizer = try NGramTokenizer(text: text, level: .word)
  for (smoothing, word) in [(NGramSmoothing.addK(1), "add-k"), (.stupidBackoff, "scores")] {
    let model = try NGramModel(
      sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: 2, smoothing: smoothing)
    let problem = #expect(throws: Problem.self) { try model.writeARPA(to: "/nowhere/x.arpa", tokenizer) }
    #expect(problem?.kind == .usage && problem?.message.contains(word) == true)
  }
}

/// A file as another program might write it: different spacing, unsorted, no `<unk>`, and a pair whose last word has no
/// context of its own.
private let foreign = """

  \\data\\
  ngram 1 = 4
  ngram  2=3

  \\1-grams:
  -99 <s> -0.30103
  -0.30103\tb\t-0.1
  -0.60206 a -0.2
  -0.60206 </s>

  \\2-grams:
  -0.1 b </s>
  -0.2 <s> a
  -0.4 a b

  \\end\\
  """

@Test func aFileFromAnotherProgramKeepsItsProbabilities() throws {
  try withFolder { path in
    try writeFile(foreign, to: path)
    let read = try ARPAModel(contentsOf: path, level: .word), model = read.model, v = model.vocabulary
    #expect(read.tokenizer.encode("a b c") == [v.start, 1, 0, v.unknown, v.end])
    func log10(_ token: Int32, _ context: [Int32]) -> Double {
      Foundation.log10(Double(model.probability(of: token, after: model.context(after: context)).value))
    }
    for (token, context, expected) in [
      (1, [v.start], -0.2), (0, [1], -0.4), (v.end, [0], -0.1), (0, [v.start], -0.30103 - 0.30103),
      (1, [1], -0.60206 - 0.2),
      (0, [v.unknown], -0.30103),
    ] as [(Int32, [Int32], Double)] {
      #expect(abs(log10(token, context) - expected) < 1e-6, "\(token) after \(context)")
    }
    #expect(model.probability(of: v.unknown, after: model.emptyContext).value == 0)
  }
}

@Test(arguments: [
  ("ngram 1 = 4", "ngram 1 = 5", "only 4 1-grams", 12),
  ("ngram 1 = 4", "ngram 1 = 3", "more 1-grams than the 3", 10),
  ("ngram  2=3", "ngram  2=4", "only 3 2-grams", 17),
  ("ngram  2=3", "ngram  3=3", "ngram 2=123", 4),
  ("ngram  2=3", "ngram  2=many", "ngram 2=123", 4),
  ("\\data\\", "\\date\\", "expected \\data\\", 2),
  ("\\2-grams:", "\\3-grams:", "expected \\2-grams:", 12),
  ("\\end\\", "", "cut short", 16),
  ("\\end\\", "\\ent\\", "expected \\end\\", 17),
  ("-0.4 a b", "-0.4 a", "2 tokens", 15),
  ("-0.4 a b", "-0.4 a b -0.1 9", "2 tokens", 15),
  ("-0.4 a b", "-0.4 a b -0.1", "second logarithm must be 0", 15),
  ("\\data\\", "data", "expected \\data\\ here", 6),
  ("-0.4 a b", "nan a b", "\"nan\" is not a logarithm", 15),
  ("-0.4 a b", "x a b", "\"x\" is not a logarithm", 15),
  ("-0.4 a b", "0.4 a b", "above 0", 15),
  ("-0.4 a b", "-0.4 a c", "c is not among", 15),
  ("-0.4 a b", "-0.4 <s> a", "twice", 15),
  ("-0.60206 a -0.2", "-0.60206 b -0.2", "b occurs twice", 9),
  ("-99 <s> -0.30103", "-99 s -0.30103", "no <s>", 10),
])
func errorsNameTheFileAndTheLine(part: String, other: String, words: String, line: Int) throws {
  try withFolder { path in
    try writeFile(foreign.replacingOccurrences(of: part, with: other), to: path)
    let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .word) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.hasPrefix("\(path), line \(line): ") == true, "\(problem?.message ?? "")")
    #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
  }
}

@Test func weightsAboveOneAreRefusedUnlessAllLikelyTokensFollowed() throws {
  try withFolder { path in
    func problem(_ weight: String, _ probability: String) throws -> Problem? {
      let text = foreign.replacingOccurrences(of: "-0.30103\tb\t-0.1", with: "-0.1 b \(weight)")
      try writeFile(text.replacingOccurrences(of: "-0.4 a b", with: "\(probability) b b"), to: path)
      do {
        _ = try ARPAModel(contentsOf: path, level: .word)
        return nil
      } catch { return error as? Problem }
    }
    // After b come b and the end, so only a's quarter is left to be multiplied.
    #expect(try problem("0.5", "-0.4") == nil)
    for weight in ["0.7", "30", "37.9"] {
      let problem = try problem(weight, "-0.4")
      #expect(problem?.kind == .badData && problem?.message.hasPrefix("\(path), line 8: ") == true)
      #expect(problem?.message.contains("above 1") == true)
    }
    #expect(try problem("38", "-0.4")?.message.contains("not a logarithm") == true)
  }
}

@Test func aFileWithoutTokensIsRefused() throws {
  try withFolder { path in
    try writeFile("\\data\\\nngram 1=2\n\n\\1-grams:\n-99 <s>\n-0.3 </s>\n\n\\end\\\n", to: path)
    for level in NGramTokenizer.Level.allCases {
      let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: level) }
      #expect(problem?.message.hasPrefix("\(path), line 6: there are no tokens") == true)
    }
  }
}

@Test func samplingEndsInAContextThatLeavesNothing() throws {
  try withFolder { path in
    // After <s> and after a, every token is known and impossible.
    let pairs = ["<s> a", "<s> b", "<s> </s>", "a a", "a b", "a </s>"].map { "-99 \($0)\n" }.joined()
    try writeFile(
      """
      \\data\\
      ngram 1=4
      ngram 2=6

      \\1-grams:
      -99 <s> 0
      -0.30103 b 0
      -0.60206 a 0
      -0.60206 </s> 0

      \\2-grams:
      \(pairs)
      \\end\\
      """, to: path)
    let model = try ARPAModel(contentsOf: path, level: .word).model, end = model.vocabulary.end
    for sampler in [
      Sampler(), Sampler(temperature: 0.5), Sampler(temperature: 0.1), Sampler(temperature: 0), Sampler(topK: 2),
      Sampler(topP: 0.9),
    ] {
      for context in [model.sentenceStart, model.context(after: [1])] {
        var generator = RandomGenerator(seed: 1), tokens: [Int32] = []
        try model.generate(after: context, count: 3, sampler: sampler, using: &generator) { tokens.append($0) }
        #expect(tokens == [end, end, end], "\(sampler)")
      }
    }
  }
}

@Test func samplingEndsEvenIfNearlyAllProposalsAreRejected() throws {
  try withFolder { path in
    // After b, nearly all probability goes to a and b, which are known there and almost impossible; c is left.
    try writeFile(
      """
      \\data\\
      ngram 1=5
      ngram 2=3

      \\1-grams:
      -99 <s> 0
      -0.30103 a 0
      -0.30103 b 0
      -9 c 0
      -99 </s> 0

      \\2-grams:
      -99 b a
      -99 b b
      -99 b </s>

      \\end\\
      """, to: path)
    let model = try ARPAModel(contentsOf: path, level: .word).model
    for sampler in [Sampler(), Sampler(topK: 2), Sampler(topP: 0.9)] {
      var generator = RandomGenerator(seed: 1), tokens: [Int32] = []
      for _ in 0..<20 {
        try model.generate(after: model.context(after: [1]), count: 1, sampler: sampler, using: &generator) {
          tokens.append($0)
        }
      }
      #expect(tokens.allSatisfy { $0 == 2 }, "\(sampler)")
    }
  }
}

@Test func aFileCutOffAnywhereIsRefused() throws {
  try withFolder { path in
    let bytes = Array(foreign.utf8)
    for count in 0..<bytes.count - 1 {
      try writeFile(Data(bytes.prefix(count)), to: path)
      let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .word) }
      #expect(problem?.kind == .badData && problem?.message.contains(path) == true, "\(count) bytes")
    }
  }
}

/// A model of three orders, whose figures KenLM gives for the lines of ``testLines``.
private let kenLM = """
  \\data\\
  ngram 1=6
  ngram 2=4
  ngram 3=2

  \\1-grams:
  -1.0\t<unk>
  -99\t<s>\t-0.30103
  -0.69897\t</s>
  -0.60206\tkid\t-0.39794
  -0.69897\tgoat\t-0.22185
  -0.90309\teats\t-0.17609

  \\2-grams:
  -0.22185\t<s> kid\t-0.15490
  -0.30103\tkid goat\t-0.09691
  -0.39794\tgoat eats\t-0.04576
  -0.15490\teats </s>

  \\3-grams:
  -0.09691\t<s> kid goat
  -0.12494\tkid goat eats

  \\end\\

  """

private let testLines = "kid goat eats\ngoat kite kid\nkid kid\n\neats goat\n"

private func perplexity(_ arpa: String, level: NGramTokenizer.Level? = nil) throws -> (value: Double, unknown: Int) {
  try withFolder { path in
    try writeFile(arpa, to: path)
    let read = try ARPAModel(contentsOf: path, level: level)
    // As import and evaluate do, through a model folder.
    try read.model.save(to: path + ".ngram")
    let model = try NGramModel(contentsOf: path + ".ngram")
    let evaluation = model.evaluate(read.tokenizer.encode(testLines))
    return (exp(evaluation.loss), evaluation.unknownCount)
  }
}

/// What other programs write, and KenLM reads; its perplexity is 5.44406.
@Test(arguments: [
  ("\n\n", "\n  \t\n"), ("\n\n", "\n\n\n \n"), ("\n", "\r\n"), ("\n", " \n"), ("\n", "\r"),
  ("\\data\\", "# a model of goats\n\n  made by hand\n\\data\\"), ("\\data\\", "\u{FEFF}\\data\\"),
  ("\\data\\", "iARPA\n\n\\data\\"),
  ("kid goat\n", "kid goat\t0\n"), ("goat eats\n", "goat eats 0.0\n"), ("goat eats\n", "goat eats\t-0\n"),
  ("<unk>", "<UNK>"), ("=2\n\n", "=2\n"), ("-0.12494", "\n \n-0.12494"), ("\\end\\\n", "\\end\\"), ("3=2", "3 = 2"),
  ("\\end\\", "\\end\\\nand more"),
])
func whatOtherProgramsWriteIsRead(part: String, other: String) throws {
  let found = try perplexity(kenLM.replacingOccurrences(of: part, with: other), level: .word)
  #expect(abs(found.value - 5.44406) < 5e-6 && found.unknown == 1, "\(found)")
}

@Test(arguments: ["\\3-grams:\n\n", ""]) func theLongestNGramsCanBeMissing(section: String) throws {
  let start = try #require(kenLM.range(of: "\\3-grams:"))
  let arpa = kenLM[..<start.lowerBound].replacingOccurrences(of: "3=2", with: "3=0") + section + "\\end\\\n"
  let found = try perplexity(arpa, level: .word)
  #expect(abs(found.value - 6.08861) < 5e-6 && found.unknown == 1, "\(found)")
}

@Test func sectionsInTheMiddleCanBeEmptyToo() throws {
  let arpa = "\\data\\\nngram 1=3\nngram 2=0\nngram 3=0\n\n\\1-grams:\n-99 <s>\n-0.3 </s>\n-0.3 a\n\n\\end\\\n"
  #expect(try perplexity(arpa, level: .word).value.isInfinite)
  #expect(try perplexity(arpa).value.isInfinite)
}

@Test func theLevelIsFoundInTheFile() throws {
  #expect(try abs(perplexity(kenLM).value - 5.44406) < 5e-6)
  try withFolder { path in
    for (text, level) in [("ab\nba\n", NGramTokenizer.Level.character), ("ab ba\n", .word)] {
      let tokenizer = try NGramTokenizer(text: text, level: level)
      let model = try NGramModel(sentences: tokenizer.encode(text), vocabulary: tokenizer.vocabulary, order: 2)
      try model.writeARPA(to: path, tokenizer)
      let read = try ARPAModel(contentsOf: path)
      #expect(read.tokenizer.level == level && read.tokenizer.sentences == level.usualSentences)
    }
    try writeFile(kenLM, to: path)
    let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .character) }
    #expect(problem?.message.contains("line 10: the token kid is neither") == true)
    #expect(problem?.description.contains("\"level\" word") == true)
  }
}

@Test func bothSpellingsOfTheUnknownTokenAreOne() throws {
  // As a name of the 1-grams and in longer n-grams.
  let mixed = kenLM.replacingOccurrences(of: "-0.15490\teats </s>", with: "-0.15490\t<unk> </s>")
  let same = try perplexity(mixed.replacingOccurrences(of: "-1.0\t<unk>", with: "-1.0\t<UNK>"), level: .word)
  #expect(try perplexity(mixed, level: .word) == same)
  try withFolder { path in
    try writeFile(kenLM.replacingOccurrences(of: "-0.60206\tkid", with: "-0.60206\t<UNK>"), to: path)
    let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .word) }
    #expect(problem?.message.contains("<unk> occurs twice") == true)
  }
  let tokenizer = try NGramTokenizer(text: "a <UNK> b <unk>\n", level: .word), unknown = tokenizer.vocabulary.unknown
  #expect(
    tokenizer.vocabulary.tokenCount == 2
      && tokenizer.encode("<UNK> <unk>\n").dropFirst().prefix(2) == [unknown, unknown])
}

@Test func bytesThatAreNotUTF8AreRefusedOrRepaired() throws {
  try withFolder { path in
    let bytes = kenLM.utf8.map { $0 == UInt8(ascii: "o") ? 0xF6 : $0 }
    try writeFile(Data(bytes), to: path)
    let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .word) }
    #expect(problem?.message.contains("byte 0xF6 at offset") == true && problem?.message.contains("(line 11)") == true)
    #expect(problem?.description.contains("\"lossy\"") == true)
    #expect(try ARPAModel(contentsOf: path, level: .word, lossy: true).tokenizer.encode("g\u{FFFD}at")[1] == 1)
    var remarks: [String] = []
    try writeFile(Data(gzipped(kenLM.utf8)), to: path)
    #expect(try ARPAModel(contentsOf: path, remark: { remarks.append($0) }).model.order == 3)
    #expect(remarks == ["\(path): unpacked with gzip"])
  }
}

@Test func characterModelsAcceptOnlyCharacters() throws {
  try withFolder { path in
    try writeFile(foreign.replacingOccurrences(of: " a", with: " U+0020"), to: path)
    let read = try ARPAModel(contentsOf: path, level: .character)
    #expect(read.tokenizer.encode("b ") == [3, 0, 1, 4])
    for (name, other) in [(" a", " ab"), (" a", " U+0062"), (" a", " U+D800")] {
      try writeFile(foreign.replacingOccurrences(of: name, with: other), to: path)
      let problem = #expect(throws: Problem.self) { try ARPAModel(contentsOf: path, level: .character) }
      #expect(problem?.message.contains("line 9: the token") == true, "\(problem?.message ?? "")")
    }
  }
}
