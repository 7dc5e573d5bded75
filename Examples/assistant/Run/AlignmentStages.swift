import Alignment
import Conversations
import Files
import Foundation
import Numerics
import Reports
import Training
import Transformers
import Tuning

// The stages that learn from preferences: each trains from the tuned model on.
extension AssistantRun {
  /// The pairs as tokens.
  func tokens(_ pairs: [PreferencePair]) throws -> [Alignment.Preference] {
    let chat = chat(GPT(configuration))
    return try pairs.map { try $0.tokens(for: chat) }
  }

  /// Trains a reward model on pairs, from the tuned model on.
  ///
  /// - Parameter name: the folder of the stage.
  func trainRewards(_ name: String, _ pairs: [PreferencePair], testing: [PreferencePair]) throws -> RewardModel {
    let pairs = try tokens(pairs), testPairs = try tokens(testing)
    let steps = plan.rewardEpochs * PairTraining.stepsPerEpoch(pairs.count, batchSize: 16)
    let options = AssistantPlan.training(steps: steps, rate: 1e-3, evaluations: plan.rewardEpochs)
    _ = try train(name, options, after: [StageName.tuned.rawValue]) {
      let reward = RewardModel(try model(.tuned))
      // A few thousand pairs are soon learned by heart; what the blocks know is better left as it is.
      reward.network.model.trainLastBlocks(0)
      let training = PairTraining(reward, pairs, batchSize: 16, options, seed: seed) { reward.loss($0, &$1) }
      return StageTraining(
        model: reward, trainer: training.trainer, step: training.step,
        evaluate: { try training.trainer.checked { Self.loss(of: reward, testPairs) } })
    }
    return try rewardModel(name)
  }

  private static func loss(of reward: RewardModel, _ pairs: [Alignment.Preference]) -> Double {
    let chosen = reward.rewards(pairs.map(\.chosen)), rejected = reward.rewards(pairs.map(\.rejected))
    return zip(chosen, rejected).reduce(0) { $0 + log(1 + exp(-($1.0 - $1.1))) } / Double(pairs.count)
  }

  /// A trained reward model.
  func rewardModel(_ name: String) throws -> RewardModel {
    let reward = RewardModel(GPT(configuration))
    try reward.load(from: folder(name) + "/model.safetensors")
    return reward
  }

  /// The share of pairs that DPO takes to be in the wrong order: the judge of the usual noise errs a little more often.
  private static let mistakenPairs: Float = 0.1

  /// Trains a policy on pairs by DPO.
  ///
  /// - Parameters:
  ///   - name: the folder of the stage.
  ///   - beta: how much the tuned model holds it back.
  func trainByPreferences(_ name: String, _ pairs: [PreferencePair], beta: Float) throws {
    let pairs = try tokens(pairs)
    let steps = plan.dpoEpochs * PairTraining.stepsPerEpoch(pairs.count, batchSize: 16)
    let options = AssistantPlan.training(steps: steps, rate: 1e-4, evaluations: 1)
    _ = try train(name, options, after: [StageName.tuned.rawValue]) {
      let model = try model(.tuned), reference = model.copy()
      let training = PairTraining(model, pairs, batchSize: 16, options, seed: seed) {
        model.dpoLoss($0, reference: reference, beta: beta, mistaken: Self.mistakenPairs, &$1)
      }
      return StageTraining(model: model, trainer: training.trainer, step: training.step)
    }
  }

  /// Trains a policy on the rewards of its own answers.
  ///
  /// - Parameters:
  ///   - beta: what a nat of divergence from the tuned model costs.
  ///   - rewards: the stage of the reward model.
  ///   - rounds: how often it answers and learns.
  ///   - start: the stage that it begins with.
  func trainByRewards(
    _ name: String, _ method: AlignmentMethod, beta: Double, rewards: String, rounds: Int,
    from start: String = StageName.tuned.rawValue
  ) throws {
    let promptsPerRound = 32
    var alignment = AlignmentOptions(method: method)
    alignment.beta = beta
    let reward = try rewardModel(rewards)
    let options = AssistantPlan.training(
      steps: rounds * alignment.updates(ofPrompts: promptsPerRound), rate: 1e-4, evaluations: 1)
    let prompts = try data.prompts.map { try chat(GPT(configuration)).remembered($0.prompt).tokens }
    _ = try train(name, options, after: [start, rewards]) {
      let model = try model(start), reference = try self.model(.tuned).copy(), form = chat(model).form
      let training = try PolicyTraining(model, reference: reference, alignment, form, options, seed: seed)
      return StageTraining(
        model: model, trained: training.trained, trainer: training.trainer,
        step: {
          // The prompts of a round depend only on how far the run is.
          var generator = training.trainer.state.batchGenerator
          let drawn = (0..<promptsPerRound).map { _ in generator.pick(prompts) }
          return try training.round(prompts: drawn) { reward.rewards($0) }.lastStep
        })
    }
  }

  /// What the answers of a model are worth by the known utility, and how far it is from the tuned model.
  func gold(of model: GPT, reference: GPT) throws -> (utility: Double, divergence: Double) {
    let chat = chat(model), prompts = try data.judged.map { try chat.remembered($0.prompt).tokens }
    let answers = try model.answers(to: prompts, perPrompt: 1, chat.form, seed: seed)
    let utilities = zip(data.judged, answers).map { $0.utility(of: template.answer($1.tokens)) }
    return (
      utilities.reduce(0, +) / Double(utilities.count), model.divergence(from: reference, over: answers)
    )
  }

  // MARK: Figures

  /// Returns pairs of the tuned model's own answers, and keeps them in the run's folder.
  func ownPairs() throws -> OwnPairs {
    remarks.say("\(Formats.grouped(plan.preferences)) pairs of its own answers, of which a judge prefers one")
    let pairs = try OwnPairs(of: chat(model(.tuned)), data, count: plan.preferences, seed: seed)
    try pairs.write(to: path)
    return pairs
  }

  func learnRewards(_ pairs: OwnPairs) throws -> AssistantResults.Figure {
    remarks.say("a reward model from these preferences")
    let reward = try trainRewards(StageName.reward.rawValue, pairs.training, testing: pairs.testing)
    return .init(
      stage: StageName.reward.rawValue, what: "pairs in the right order", before: 0.5,
      after: reward.accuracy(try tokens(pairs.testing)), best: pairs.bayesAccuracy)
  }

  func alignByPreferences(_ pairs: OwnPairs, before: Double) throws -> AssistantResults.Figure {
    remarks.say("DPO on the same preferences")
    try trainByPreferences(StageName.dpo.rawValue, pairs.training, beta: 0.5)
    return try goldFigure(.dpo, before: before)
  }

  func alignByRewards(before: Double) throws -> AssistantResults.Figure {
    remarks.say("PPO on the rewards of the reward model")
    try trainByRewards(
      StageName.ppo.rawValue, .ppo, beta: 0.3, rewards: StageName.reward.rawValue, rounds: plan.rounds)
    return try goldFigure(.ppo, before: before)
  }

  private func goldFigure(_ name: StageName, before: Double) throws -> AssistantResults.Figure {
    let gold = try gold(of: model(name), reference: model(.tuned))
    return .init(
      stage: name.rawValue, what: "gold reward of an answer", before: before, after: gold.utility, best: 3,
      divergence: gold.divergence)
  }
}
