import Files
import Layers
import Tensors
import Transformers

/// The mean of -log sigmoid(r(chosen) - r(rejected)): the loss of rewards that should explain preferences.
///
/// In the model of Bradley and Terry (1952), an answer is preferred with the probability sigmoid(r - r'), so this is the
/// negative logarithm of the probability of what was chosen (Ouyang et al. 2022, equation 1).
///
///     bradleyTerryLoss(chosen: Tensor([2], [1, 0]), rejected: Tensor([2], [0, 0]))   // (0.3133 + 0.6931) / 2
///
/// - Parameters:
///   - chosen: the rewards of the preferred answers, (B).
///   - rejected: those of the other answers, (B).
public func bradleyTerryLoss(chosen: Tensor, rejected: Tensor) -> Tensor {
  require(chosen.shape == rejected.shape, "bradleyTerryLoss: shapes \(chosen.shape) and \(rejected.shape)")
  return -(chosen - rejected).logSigmoid().mean()
}

/// A GPT with one output at the last token of an answer, its reward.
///
///     let model = RewardModel(gpt)
///     let step = try trainer.step([pairs]) { pairs, pass in model.loss(pairs, &pass) }
///     model.accuracy(heldOut)     // the fraction of pairs whose chosen answer has the higher reward
///
/// Only differences of rewards mean something: preferences do not tell a reward from the same one plus a constant.
public final class RewardModel: Module {
  /// The GPT and its head.
  public let network: GPTWithHead

  /// Puts a head on a GPT, which then learns too. All rewards are 0 at first.
  public init(_ model: GPT) {
    network = GPTWithHead(model, outputCount: 1)
    network.head.initialize(seed: 0)
  }

  /// The GPT and its head.
  public var children: [Child] { [.module("network", network)] }

  /// Returns the rewards of answers: -> (B).
  public func rewards(_ answers: [Answer], _ pass: inout ForwardPass) -> Tensor {
    network.outputs(atEndOf: answers.map(\.text), &pass).reshaped(to: [answers.count])
  }

  /// Returns the rewards of any number of answers, without dropout.
  public func rewards(_ answers: [Answer]) -> [Double] {
    withoutGradients {
      inChunks(answers) { chunk in
        var pass = ForwardPass.evaluation
        return rewards(chunk, &pass).elements.map(Double.init)
      }
    }
  }

  /// Returns the loss of pairs; see ``bradleyTerryLoss(chosen:rejected:)``. All answers go through the model together.
  public func loss(_ pairs: [Preference], _ pass: inout ForwardPass) -> Tensor {
    let both = rewards(pairs.map(\.chosen) + pairs.map(\.rejected), &pass)
    return bradleyTerryLoss(
      chosen: both.slice(axis: 0, 0..<pairs.count), rejected: both.slice(axis: 0, pairs.count..<2 * pairs.count))
  }

  /// Returns the fraction of pairs whose chosen answer has the higher reward; equal rewards count as half.
  ///
  /// - Parameter pairs: at least one.
  public func accuracy(_ pairs: [Preference]) -> Double {
    pairAccuracy(chosen: rewards(pairs.map(\.chosen)), rejected: rewards(pairs.map(\.rejected)))
  }
}

/// Returns the fraction of pairs in which the first reward is higher; equal rewards count as half.
///
/// With the true utilities in place of rewards, it is the highest accuracy that any reward model can expect, since noise
/// in the choices cannot be predicted.
public func pairAccuracy(chosen: [Double], rejected: [Double]) -> Double {
  require(
    !chosen.isEmpty && chosen.count == rejected.count,
    "pairAccuracy: \(chosen.count) and \(rejected.count) rewards")
  let points = zip(chosen, rejected).reduce(0.0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
  return points / Double(chosen.count)
}
