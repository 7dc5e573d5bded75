import Files
import Layers
import Numerics
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

/// A GPT with one output at the last token of an answer, its reward, and with how likely it finds the answer.
///
///     let model = RewardModel(gpt)
///     let step = try trainer.step([pairs]) { pairs, pass in model.loss(pairs, &pass) }
///     model.accuracy(heldOut)     // the fraction of pairs whose chosen answer has the higher reward
///
/// The reward of an answer y to a prompt x is
///
///     r(x, y) = w h + a log p(y | x)
///
/// with h the state after the last token, and p the GPT's own probabilities. A fine-tuned model knows what is true long
/// before it can judge: what is wrong surprises it. So a language model is a reward model to begin with (Rafailov et al.
/// 2023, section 5.1), and the pairs only have to teach it what else counts.
///
/// Only differences of rewards mean something: preferences do not tell a reward from the same one plus a constant.
public final class RewardModel: Module {
  /// The GPT and its head, w.
  public let network: GPTWithHead
  /// a, the reward of a nat of log-probability.
  public let likelihood = Parameter([1], .zeros)

  /// Puts a head on a GPT, which then learns too. All rewards are 0 at first.
  public init(_ model: GPT) {
    network = GPTWithHead(model, outputCount: 1)
    for parameter in [likelihood] + network.head.parameters {
      var generator = RandomGenerator(seed: 0)
      parameter.initialize(using: &generator)
    }
  }

  /// The GPT and its head, and the weight of the log-probability.
  public var children: [Child] { [.module("network", network), .parameter("likelihood", likelihood)] }

  /// Returns the rewards of answers: -> (B).
  public func rewards(_ answers: [Answer], _ pass: inout ForwardPass) -> Tensor {
    let batch = AnswerBatch(answers, readsLast: true), model = network.model
    // One pass over the texts gives the states that predict their tokens, and the state after the last one.
    let states = model.states(batch.rows.ids, batchSize: answers.count, &pass)
    let p = batch.logProbabilities(in: model.logits(ofStates: states.rows(batch.places)).logSoftmax()).sum(axis: 1)
    let ends = answers.indices.map { $0 * batch.rows.length + answers[$0].text.count - 1 }
    return network.head(states.rows(ends)).reshaped(to: [answers.count]) + p * likelihood
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
