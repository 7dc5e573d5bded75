@testable import Cleaning
import Corpora
import Files
import Foundation
import Numerics
import TestSupport
import Testing

struct CleanerTests {
  private static func allSteps() throws -> [any CleaningStep] {
    let guesser = try LanguageGuesser()
    return [
      ControlCharacters(), UnicodeNormalization(), PrivateData(), BoilerplateLines(minimumCount: 10), Repetition(),
      try LanguageFilter(keeping: ["en"], guesser: guesser), try Gibberish(judge: .languages(guesser)),
      ExactDuplicates(), NearDuplicates(),
    ]
  }

  /// Cleans a text; returns the report and the documents that are left.
  private func clean(
    _ text: String, _ steps: [any CleaningStep], by unit: DocumentUnit = .paragraph, batchSize: Int = 1 << 22
  ) throws -> (report: CleaningReport, texts: [String]) {
    try withFile(text.utf8) { path in
      var texts: [String] = []
      let report = try Cleaner(steps, batchSize: batchSize).clean([path], by: unit) { texts.append($0.text) }
      return (report, texts)
    }
  }

  private func webPages() throws -> String { try String(contentsOfFile: data("web-pages.txt"), encoding: .utf8) }

  @Test func thePagesOfThisProjectBecomeClean() throws {
    let (report, texts) = try clean(webPages(), Self.allSteps())
    let removed = Dictionary(uniqueKeysWithValues: report.steps.map { ($0.name, $0.removed) })
    #expect(
      removed == [
        "control": 0, "unicode": 0, "private": 0, "boilerplate": 0, "repetition": 1, "language": 3, "gibberish": 0,
        "duplicates": 1, "near-duplicates": 1,
      ])
    let changed = Dictionary(uniqueKeysWithValues: report.steps.map { ($0.name, $0.changed) })
    #expect(
      changed["control"] == 2 && changed["unicode"] == 1 && changed["private"] == 4 && changed["boilerplate"] == 16)
    #expect(report.documentsRead == 16 && report.documentsWritten == 10 && texts.count == 10)
    #expect(report.bytesWritten == texts.reduce(0) { $0 + $1.utf8.count })
    #expect(report.bytesRead - report.steps.reduce(0) { $0 + $1.bytesRemoved } == report.bytesWritten)
    let all = texts.joined(separator: "\n\n")
    for word in ["@", "555", "4111", "Home |", "cookies", "Xqv", "marché", "Brunnen", "\u{AD}"] {
      #expect(!all.contains(word), "\(word)")
    }
    #expect(!all.unicodeScalars.contains("\u{301}"))
    for word in ["1998-2004", "2003-08-14", "<email>", "<phone>", "<card>", "café"] { #expect(all.contains(word)) }
  }

  @Test func theStepsAccountForEachByte() throws {
    let (report, _) = try clean(webPages() + "\n\nnot much\n\nMENU here\n", Self.allSteps())
    #expect(report.steps.reduce(0) { $0 + $1.bytesRemoved } == report.bytesRead - report.bytesWritten)
  }

  @Test func cleaningTwiceChangesNothingMore() throws {
    for text in [try webPages(), try String(contentsOfFile: data("tern-valley.txt"), encoding: .utf8)] {
      let once = try clean(text, Self.allSteps())
      let twice = try clean(once.texts.joined(separator: "\n\n") + "\n", Self.allSteps())
      #expect(twice.texts == once.texts)
      #expect(twice.report.steps.allSatisfy { $0.changed == 0 && $0.removed == 0 && $0.bytesRemoved == 0 })
    }
  }

  /// Also for texts of nothing but difficult characters, with small limits.
  @Test func cleaningRandomTextsTwiceChangesNothingMore() throws {
    var generator = RandomGenerator(seed: 9), changes = 0
    let steps: [any CleaningStep] = [
      ControlCharacters(), UnicodeNormalization(), PrivateData(), BoilerplateLines(minimumCount: 2), Repetition(),
      ExactDuplicates(), NearDuplicates(),
    ]
    for _ in 0..<300 {
      let text = String(
        String.UnicodeScalarView(
          (0..<120).map { _ in trickyScalars[Int(generator.next() % UInt64(trickyScalars.count))] } + ["z"]))
      let once = try clean(text, steps)
      guard !once.texts.isEmpty else { continue }
      if once.report.steps.contains(where: { $0.changed > 0 }) { changes += 1 }
      let twice = try clean(once.texts.joined(separator: "\n\n"), steps)
      #expect(
        zip(twice.texts, once.texts).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
          && twice.texts.count == once.texts.count, "\(text.debugDescription)")
    }
    #expect(changes > 200)
  }

  @Test func threadsAndBatchesDoNotMatter() throws {
    let text = try webPages() + "\n" + String(contentsOfFile: data("tern-valley.txt"), encoding: .utf8)
    let whole = try onThreads(1) { try clean(text, Self.allSteps()) }
    for (threads, batchSize) in [(2, 1 << 22), (3, 1 << 14), (1, 1)] {
      let other = try onThreads(threads) { try clean(text, Self.allSteps(), batchSize: batchSize) }
      #expect(other.texts == whole.texts)
      // The example's places name a temporary file.
      #expect(other.report.steps.map(\.removed) == whole.report.steps.map(\.removed))
      #expect(other.report.steps.map(\.findings) == whole.report.steps.map(\.findings))
      #expect(other.report.bytesRead == whole.report.bytesRead)
    }
  }

  /// The survey of boilerplate sees documents as the steps before have left them, and those steps forget it.
  @Test func aSurveySeesWhatTheStepsBeforeLeave() throws {
    let steps: [any CleaningStep] = [ControlCharacters(), ExactDuplicates(), BoilerplateLines(minimumCount: 2)]
    let (report, texts) = try clean("Me\u{AD}nu\na\n\nMenu\nb\n\nMenu\nb\n", steps)
    #expect(texts == ["a", "b"])
    #expect(report.steps.map(\.removed) == [0, 1, 0])
  }

  @Test func documentsOfWhichNothingIsLeftAreRemoved() throws {
    let (report, texts) = try clean("Menu\n\nx\nMenu\n\nMenu\n", [BoilerplateLines(minimumCount: 2)])
    #expect(texts == ["x"])
    #expect(report.steps[0].removed == 2 && report.steps[0].changed == 1 && report.documentsWritten == 1)
    #expect(report.steps[0].examples.first?.reason == "nothing is left of it")
  }

  @Test func examplesAreFewAndShort() throws {
    let long = String(repeating: "é", count: 200)
    try withFile("\(long)\n\n\(long)\n\n\(long)".utf8) { path in
      let report = try Cleaner([ExactDuplicates()]).clean([path], by: .line, exampleCount: 1) { _ in }
      let example = try #require(report.steps[0].examples.first)
      #expect(report.steps[0].removed == 2 && report.steps[0].examples.count == 1)
      #expect(example.isRemoved && example.place == "\(path):3" && example.reason == "the same as \(path):1")
      #expect(example.texts == [String(repeating: "é", count: 72) + "..."])
    }
  }

  @Test func progressCanStopTheWork() throws {
    struct Stop: Error {}
    try withFile("a\n\nb\n".utf8) { path in
      _ = #expect(throws: Stop.self) {
        _ = try Cleaner([ExactDuplicates()]).clean([path], by: .line, progress: { _ in throw Stop() }) { _ in }
      }
    }
  }

  @Test func standardInputCannotBeReadTwice() throws {
    let found = try problem(.usage) {
      _ = try Cleaner([BoilerplateLines()]).clean(["-"], by: .paragraph) { _ in }
    }
    #expect(found.message.contains("boilerplate"))
  }

  @Test func brokenTextsAreRefused() throws {
    for bytes in [[], [0x41, 0xFF]] as [[UInt8]] {
      try withFile(bytes) { path in
        _ = try problem(.badData) { _ = try Cleaner([ExactDuplicates()]).clean([path], by: .line) { _ in } }
      }
    }
    _ = try problem(.missing) { _ = try Cleaner([]).clean(["no-such-file"], by: .line) { _ in } }
  }
}
