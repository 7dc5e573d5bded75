import Cleaning
import Foundation
import Numerics
import Testing

struct NearDuplicatesTests {
  private func words(_ count: Int, from start: Int = 0) -> [String] { (0..<count).map { "w\(start + $0)" } }

  @Test func aChangedWordMakesANearDuplicate() {
    let text = words(60)
    var other = text
    other[30] = "changed"
    var step = NearDuplicates()
    let verdicts = step.clean(
      documents([
        text.joined(separator: " "), words(60, from: 100).joined(separator: " "), other.joined(separator: " "),
      ]))
    #expect(verdicts[0] == .unchanged && verdicts[1] == .unchanged)
    guard case .removed(let reason) = verdicts[2] else {
      Issue.record("\(verdicts[2])")
      return
    }
    #expect(reason.hasSuffix("% like texts.txt:1"))
    #expect(step.clean(documents([text.joined(separator: ", ").uppercased()]))[0] != .unchanged)
  }

  @Test func textsThatShareAThirdStay() {
    // 56 runs of five words each, of which 26 are in both: 26 of 86.
    var step = NearDuplicates()
    let verdicts = step.clean(
      documents([words(60).joined(separator: " "), words(60, from: 30).joined(separator: " ")]))
    #expect(verdicts == [.unchanged, .unchanged])
  }

  @Test func documentsWithoutWordsStay() {
    var step = NearDuplicates()
    #expect(step.clean(documents(["---", "***", "---"])) == [.unchanged, .unchanged, .unchanged])
  }

  @Test func theSettingsDecide() {
    let texts = documents([words(60).joined(separator: " "), words(60, from: 8).joined(separator: " ")])
    // 48 of 64 runs of five words are in both: 0.75, estimated with 400 hash functions.
    var settings = NearDuplicates.Settings()
    (settings.bands, settings.rows) = (100, 4)
    for (similarity, isRemoved) in [(0.6, true), (0.9, false)] {
      settings.similarity = similarity
      var step = NearDuplicates(settings)
      #expect((step.clean(texts)[1] != .unchanged) == isRemoved)
    }
  }

  @Test func theCurveOfBandsIsSteep() {
    let settings = NearDuplicates.Settings()
    #expect(settings.probability(ofComparing: 0) == 0 && settings.probability(ofComparing: 1) == 1)
    #expect(abs(settings.probability(ofComparing: 0.8) - 0.9235) < 1e-4)
    #expect(abs(settings.probability(ofComparing: 0.69) - 0.5221) < 1e-4)
    #expect(settings.probability(ofComparing: 0.9) > 1 - 1.0 / 2000)
  }

  /// How often pairs of similarity 0.8 and 0.5 are removed agrees with the curve and the limit of 0.7.
  @Test func pairsAreFoundAsOftenAsTheCurveSays() {
    var step = NearDuplicates(), found = [0, 0]
    let count = 300
    for pair in 0..<count {
      // 100 runs of five words; those in common are a prefix of both.
      for (i, shared) in [92, 70].enumerated() {
        let start = 10_000 * (2 * pair + i)
        let common = words(shared, from: start)
        let left = common + words(104 - shared, from: start + 1000),
          right = common + words(104 - shared, from: start + 2000)
        let verdicts = step.clean(documents([left.joined(separator: " "), right.joined(separator: " ")]))
        if verdicts[1] != .unchanged { found[i] += 1 }
      }
    }
    // 88 of 112 runs: similarity 0.786, compared with probability 0.89, nearly always estimated above 0.7.
    #expect((240...290).contains(found[0]), "\(found[0])")
    // 66 of 134: 0.49, and an estimate of 0.7 is five standard deviations away.
    #expect(found[1] == 0)
  }
}
