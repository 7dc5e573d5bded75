import LanguageModels
import Numerics
import Testing

/// Impossible settings and arguments stop the program with a message that names them and their values.
struct MistakesTests {
  @Test(arguments: Mistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"), "\(text.prefix(300))")
  }
}

enum Mistake: String, CaseIterable, Codable, Sendable {
  case negativeTemperature, noTemperature, endlessTemperature, topK, topP, topPAboveOne, noTopP, minP, penalty,
    changed, tokens, evaluation, floor, beamTokens, beamWidth, draftTokens, drafter

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    var generator = RandomGenerator(seed: 1)
    return switch self {
    case .negativeTemperature:
      ("Sampler: a temperature of -0.1 is not a number from 0 up", { _ = Sampler(temperature: -0.1) })
    case .noTemperature:
      ("Sampler: a temperature of nan is not a number from 0 up", { _ = Sampler(temperature: .nan) })
    case .endlessTemperature:
      ("Sampler: a temperature of inf is not a number from 0 up", { _ = Sampler(temperature: .infinity) })
    case .topK:
      ("Sampler: a top-k of 0 keeps no token; it must be at least 1", { _ = Sampler(topK: 0) })
    case .topP:
      ("Sampler: a top-p of 0.0 is not above 0 and at most 1", { _ = Sampler(topP: 0) })
    case .topPAboveOne:
      ("Sampler: a top-p of 1.5 is not above 0 and at most 1", { _ = Sampler(topP: 1.5) })
    case .noTopP:
      ("Sampler: a top-p of nan is not above 0 and at most 1", { _ = Sampler(topP: .nan) })
    case .minP:
      ("Sampler: a min-p of 1.5 is not from 0 to 1", { _ = Sampler(minP: 1.5) })
    case .penalty:
      ("Sampler: a repetition penalty of 0.0 is not a number above 0", { _ = Sampler(repetitionPenalty: 0) })
    case .changed:
      (
        "Sampler: a top-k of 0 keeps no token; it must be at least 1",
        {
          var sampler = Sampler()
          sampler.topK = 0
        }
      )
    case .beamTokens:
      ("beamSearch: -1 tokens", { _ = try? Constant().beamSearch(after: [], count: -1, width: 1) })
    case .beamWidth:
      (
        "beamSearch: a width of 0 keeps no beam; it must be at least 1",
        { _ = try? Constant().beamSearch(after: [], count: 1, width: 0) }
      )
    case .draftTokens:
      (
        "generate: 0 tokens at a time from the drafter; there must be at least 1",
        { Constant().write(drafter: Constant(), draftTokens: 0) }
      )
    case .drafter:
      (
        "generate: the drafter has 3 tokens in its vocabulary, and the model has 2",
        { Constant().write(drafter: Constant(vocabularySize: 3), draftTokens: 1) }
      )
    case .tokens:
      (
        "generate: -1 tokens",
        { _ = try? Constant().generate(after: [], count: -1, sampler: Sampler(), using: &generator) }
      )
    case .evaluation:
      ("Evaluation: -1 tokens", { _ = Evaluation(tokenCount: -1) })
    case .floor:
      ("percentAbove: a floor of 0.0; it must be above 0", { _ = percentAbove(floor: 0, 1) })
    }
  }
}

/// A model that finds all tokens equally likely.
private struct Constant: LanguageModel {
  var vocabularySize = 2
  var parameterCount: Int { 0 }
  func nextLogits(after tokens: [Int32]) -> [Float] { [Float](repeating: 0, count: vocabularySize) }
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation { Evaluation() }

  func write(drafter: Constant, draftTokens: Int) {
    var generator = RandomGenerator(seed: 1)
    _ = try? generate(
      after: [], count: 1, sampler: Sampler(), drafter: drafter.reader(), draftTokens: draftTokens, using: &generator
    ) { _ in }
  }
}
