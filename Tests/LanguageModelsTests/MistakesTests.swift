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
  case negativeTemperature, noTemperature, endlessTemperature, topK, topP, topPAboveOne, noTopP, tokens, evaluation,
    floor

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

/// A model that finds two tokens equally likely.
private struct Constant: LanguageModel {
  var parameterCount: Int { 0 }
  func nextLogits(after tokens: [Int32]) -> [Float] { [0, 0] }
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation { Evaluation() }
}
