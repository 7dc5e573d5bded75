import Layers
import Tensors
import TestSupport
import Testing
import Training

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
  case learningRate, learningRateNaN, beta, steps, clip, tokens, weights, adamBeta, adamDecay, adamEpsilon, adamRate,
    adamScale, twice, momentum, sgdDecay, sgdRate, schedule, warmup, state, seconds

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    let x = Parameter([2], .ones)
    func trainer(_ spoil: (inout TrainingOptions) -> Void) {
      var options = TrainingOptions()
      spoil(&options)
      _ = Trainer(named([x]), options, tokensPerStep: 1)
    }
    return switch self {
    case .learningRate:
      ("Trainer: learning rate cannot be -0.001", { trainer { $0.learningRate = -0.001 } })
    case .learningRateNaN:
      ("Trainer: learning rate cannot be nan", { trainer { $0.learningRate = .nan } })
    case .beta:
      ("Trainer: beta2 cannot be 1.0", { trainer { $0.beta2 = 1 } })
    case .steps:
      ("Trainer: steps cannot be 0", { trainer { $0.steps = 0 } })
    case .clip:
      ("Trainer: clip cannot be -1.0", { trainer { $0.clip = -1 } })
    case .tokens:
      ("Trainer: -1 tokens per step", { _ = Trainer(named([x]), TrainingOptions(), tokensPerStep: -1) })
    case .weights:
      (
        "Trainer: the weights of the micro-batches, [0.5, 0.25], do not add up to 1",
        {
          _ = try? Trainer(named([x]), TrainingOptions(), tokensPerStep: 1).step([1, 2], weights: [0.5, 0.25]) { _, _ in
            x.sum()
          }
        }
      )
    case .adamBeta:
      ("AdamW: beta1 cannot be -0.5", { _ = AdamW(named([x]), .init(beta1: -0.5)) })
    case .adamDecay:
      ("AdamW: weight decay cannot be -0.1", { _ = AdamW(named([x]), .init(weightDecay: -0.1)) })
    case .adamEpsilon:
      ("AdamW: epsilon cannot be 0.0", { _ = AdamW(named([x]), .init(epsilon: 0)) })
    case .adamRate:
      ("AdamW: learning rate cannot be -1.0", { AdamW(named([x])).update(Gradients(of: [x]), learningRate: -1) })
    case .adamScale:
      (
        "AdamW: gradient scale cannot be nan",
        { AdamW(named([x])).update(Gradients(of: [x]), learningRate: 1, gradientScale: .nan) }
      )
    case .twice:
      ("AdamW: the parameter b is listed twice", { _ = AdamW(named([x, x])) })
    case .momentum:
      ("SGD: momentum cannot be 1.0", { _ = SGD(named([x]), .init(momentum: 1)) })
    case .sgdDecay:
      ("SGD: weight decay cannot be inf", { _ = SGD(named([x]), .init(weightDecay: .infinity)) })
    case .sgdRate:
      ("SGD: learning rate cannot be nan", { SGD(named([x])).update(Gradients(of: [x]), learningRate: .nan) })
    case .schedule:
      ("LearningRateSchedule: minimum cannot be -1.0", { _ = LearningRateSchedule(minimum: -1) })
    case .warmup:
      ("LearningRateSchedule: -1 warmup steps", { _ = LearningRateSchedule(warmup: -1) })
    case .state:
      ("TrainingState: step -1", { _ = TrainingState(seed: 1, step: -1) })
    case .seconds:
      ("TrainingState: nan seconds", { _ = TrainingState(seed: 1, seconds: .nan) })
    }
  }
}
