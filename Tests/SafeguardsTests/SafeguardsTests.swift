import BagOfWords
import Corpora
import Files
import Foundation
import NGrams
import Numerics
import TestSupport
import Testing

@testable import Safeguards

struct SafeguardsTests {
  private static func data(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("data/\(name)").path
  }

  private static func examples(seed: UInt64, training: Int = 1500, testing: Int = 600) -> SafeguardExamples {
    var generator = RandomGenerator(seed: seed)
    let world = World(countries: 12, gaps: 2, using: &generator)
    return SafeguardExamples(of: world, training: training, testing: testing, seed: seed)
  }

  private static func trained(_ examples: SafeguardExamples, _ policy: SafeguardPolicy = .usual) throws -> Safeguards {
    let text = String(decoding: try readFile(data("tern-valley.txt")), as: UTF8.self)
    return try Safeguards(policy, training: examples.training, text: text)
  }

  @Test func examplesAreTheSameForTheSameSeedAndTestsAreNew() {
    let examples = Self.examples(seed: 1)
    let again = Self.examples(seed: 1)
    #expect(examples.training == again.training && examples.testing == again.testing)
    #expect(examples.training != Self.examples(seed: 2).training)
    #expect(examples.training.count == 1500 && examples.testing.count == 600)
    #expect(Set(examples.testing.map(\.text)).isDisjoint(with: examples.training.map(\.text)))
    for kind in SafeguardExample.Kind.allCases { #expect(examples.testing.count { $0.kind == kind } >= 40) }
  }

  /// The target of the project: at least 0.95 each on requests that training does not have.
  @Test(arguments: [1337, 1, 2] as [UInt64])
  func generatedTextsAreToldApart(seed: UInt64) throws {
    let examples = Self.examples(seed: seed)
    let evaluation = try SafeguardEvaluation(of: Self.trained(examples), on: examples.testing)
    let figures =
      "\(evaluation.precision) \(evaluation.recall) \(evaluation.overRefusal) \(evaluation.mistakes.prefix(9))"
    #expect(evaluation.precision >= 0.95 && evaluation.recall >= 0.95 && evaluation.overRefusal <= 0.05, "\(figures)")
    #expect(evaluation.count == 600)
    // Each filter has its part.
    for filter in SafeguardPolicy.Filter.allCases { #expect((evaluation.actions[filter] ?? 0) > 10, "\(filter)") }
  }

  /// On texts that people wrote, the figures are far lower; `data/README.md` quotes them.
  @Test func writtenTextsShowWhatIsMissing() throws {
    let written = try SafeguardExample.read(Self.data("safeguards.tsv"))
    let evaluation = try SafeguardEvaluation(of: Self.trained(Self.examples(seed: 1337)), on: written)
    #expect(evaluation.precision == 1 && evaluation.overRefusal == 0)
    #expect(evaluation.recall * 32 == 17)
    #expect(evaluation.stopped[.gibberish] == 8)
    #expect(written.count == 62)
  }

  @Test func aVerdictNamesItsFilterAndTheReason() throws {
    let safeguards = try Self.trained(Self.examples(seed: 1))
    let word = try #require(try safeguards.check("Tell me about PIRATES!", .input))
    #expect(word.filter == .words && word.description == "words: \"pirates\" is about pirates")
    let meaning = try #require(try safeguards.check("Tell me about those who rob ships at sea.", .input))
    #expect(meaning.filter == .classifier && meaning.reason.contains("forbidden with probability"))
    let letters = try #require(try safeguards.check("zxqv wkjq pfzz qqxv vzkw", .input))
    #expect(letters.filter == .gibberish && letters.reason.contains("bits per character"))
    #expect(try safeguards.check("What is the coin of the country?", .input) == nil)
    // A short text is never gibberish, and the output only has the filter of words.
    #expect(try safeguards.check("zxqv", .input) == nil && safeguards.check("zxqv wkjq pfzz qqxv vzkw", .output) == nil)
    #expect(try safeguards.check("The ghosts dance.", .output)?.filter == .words)
  }

  @Test func filtersAreAskedInTheOrderOfThePolicy() throws {
    var policy = SafeguardPolicy.usual
    policy.input = [.classifier, .words]
    let safeguards = try Self.trained(Self.examples(seed: 1), policy)
    #expect(try safeguards.check("Tell me about pirates.", .input)?.filter == .classifier)
    #expect(try safeguards.check("zxqv wkjq pfzz qqxv vzkw", .input)?.filter != .gibberish)
  }

  @Test func safeguardsAreReadBackAndReplaced() throws {
    let examples = Self.examples(seed: 1, training: 300, testing: 150)
    let safeguards = try Self.trained(examples)
    try withTemporaryFolder { folder in
      for _ in 0..<2 { try safeguards.save(to: folder + "/safe") }
      let read = try Safeguards(folder: folder + "/safe")
      #expect(read.policy == safeguards.policy)
      let before = try SafeguardEvaluation(of: safeguards, on: examples.testing)
      #expect(try SafeguardEvaluation(of: read, on: examples.testing) == before)
      // A policy that a person changed counts.
      var policy = safeguards.policy
      policy.input = [.words]
      try policy.save(to: folder + "/safe/policy.json")
      #expect(try Safeguards(folder: folder + "/safe").classifier == nil)
    }
  }

  @Test func filtersWithoutTheirModelsAreRefused() throws {
    for filter in [SafeguardPolicy.Filter.classifier, .gibberish] {
      var policy = SafeguardPolicy.usual
      policy.input = [filter]
      #expect(try problem(.badData) { _ = try Safeguards(policy) }.message.contains(filter.rawValue))
    }
    _ = try problem(.badData) { _ = try Safeguards(.usual, training: [SafeguardExample("a b", .allowed)], text: "abc") }
    try withTemporaryFolder { folder in _ = try problem(.missing) { _ = try Safeguards(folder: folder) } }
  }

  @Test func unknownKindsAreRefusedWithTheirLine() throws {
    try withFile("allowed\ta text\nodd\ta text\n".utf8) { path in
      let found = try problem(.badData) { _ = try SafeguardExample.read(path) }
      #expect(found.message.contains("line 2") && found.message.contains("odd"))
    }
  }

  @Test func evaluationCountsMistakes() throws {
    var policy = SafeguardPolicy.usual
    policy.input = [.words]
    let texts: [SafeguardExample] = [
      .init("ghosts", .forbidden), .init("spirits", .forbidden), .init("a ghost of a chance", .allowed),
      .init("a chance", .allowed), .init("zxcv", .gibberish),
    ]
    let evaluation = try SafeguardEvaluation(of: Safeguards(policy), on: texts)
    #expect(evaluation.precision == 0.5 && evaluation.recall == 1.0 / 3 && evaluation.overRefusal == 0.5)
    #expect(evaluation.mistakes.map(\.example.text) == ["spirits", "a ghost of a chance", "zxcv"])
    #expect(evaluation.actions == [.words: 2])
    let empty = try SafeguardEvaluation(of: Safeguards(policy), on: [])
    #expect(empty.precision == 0 && empty.recall == 0 && empty.overRefusal == 0)
  }
}
