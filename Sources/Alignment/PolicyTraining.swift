import Files
import Layers
import Numerics
import Tensors
import Training
import Transformers

/// Improves a policy with rewards for answers that it samples, one round after another: sample answers, judge them, and
/// make a few updates from them.
///
///     let training = try PolicyTraining(
///       model, reference: model.copy(), AlignmentOptions(method: .grpo), AnswerForm(longest: 20, end: 0), trainerOptions,
///       seed: 1337)
///     while !training.trainer.isDone {
///       let round = try training.round(prompts: prompts) { answers in answers.map(quality) }
///       print(round.reward, round.divergence)
///     }
///
/// All methods share this loop; they differ in the advantages and in the loss. A round depends only on the parameters, the
/// optimizer state and the trainer's state, so a run that is saved between rounds resumes with the same bits.
public final class PolicyTraining {
  /// The model that learns.
  public let policy: GPT
  /// The model that the policy is held near to; it does not change.
  public let reference: GPT
  /// The head that estimates what reward is still to come; nil unless the method is PPO. It reads the policy's own states.
  public let valueHead: Linear?
  /// What is trained and saved: the policy, and the value head if there is one.
  public let trained: any Module
  /// Makes the updates; its state is the run's.
  public let trainer: Trainer
  /// The settings.
  public let options: AlignmentOptions
  private let form: AnswerForm
  private let seed: UInt64

  /// Creates a training at its start.
  ///
  /// - Parameters:
  ///   - training: the settings of the updates; one step is one update.
  ///   - seed: the seed of all answers and of the order of updates.
  /// - Throws: `Problem` of kind `usage` if the settings are impossible.
  public init(
    _ policy: GPT, reference: GPT, _ options: AlignmentOptions, _ form: AnswerForm, _ training: TrainingOptions,
    seed: UInt64
  ) throws {
    try options.validate()
    require(
      policy.configuration.vocabularySize == reference.configuration.vocabularySize,
      "PolicyTraining: the reference has other tokens")
    (self.policy, self.reference, self.options, self.form, self.seed) = (policy, reference, options, form, seed)
    if options.method == .ppo {
      let both = GPTWithHead(policy, outputCount: 1)
      both.head.initialize(seed: seed)
      (trained, valueHead) = (both, both.head)
    } else {
      (trained, valueHead) = (policy, nil)
    }
    trainer = Trainer(trained.trainableParameters, training, tokensPerStep: options.answersPerUpdate, seed: seed)
  }

  /// What happened in a round.
  public struct Round: Equatable, Sendable {
    /// The answers, those to the first prompt first, as the policy gave them before the updates.
    public let answers: [Answer]
    /// Their rewards.
    public let rewards: [Double]
    /// The mean reward.
    public var reward: Double { mean(rewards) }
    /// The policy's divergence from the reference before the updates, in nats per answer: exact over the next token,
    /// averaged over the sampled prefixes.
    public let divergence: Double
    /// The mean loss of the updates.
    public let loss: Double
    /// The number of updates.
    public let updates: Int
    /// The last update.
    public let lastStep: Trainer.Step
  }

  /// Makes one round.
  ///
  /// - Parameters:
  ///   - prompts: at least one. To resume exactly, draw them from the trainer's state or in a fixed order.
  ///   - reward: returns the reward of each answer.
  /// - Throws: `Problem` of kind `badData` if a prompt does not fit, or a reward, loss or gradient is not finite.
  public func round(prompts: [[Int32]], reward: ([Answer]) throws -> [Double]) throws -> Round {
    require(!prompts.isEmpty, "PolicyTraining: a round without prompts")
    var generator = generator
    let answers = try policy.answers(
      to: prompts, perPrompt: options.answersPerPrompt, form, seed: generator.next())
    let rewards = try reward(answers)
    require(rewards.count == answers.count, "PolicyTraining: \(rewards.count) rewards for \(answers.count) answers")
    guard rewards.allSatisfy(\.isFinite) else {
      throw Problem(.badData, "the reward of an answer is not a finite number")
    }
    let views = views(of: answers)
    let experiences = experiences(answers, rewards, views, using: &generator)
    var steps: [Trainer.Step] = []
    for _ in 0..<options.epochs {
      let order = shuffled(experiences, using: &generator)
      for start in stride(from: 0, to: order.count, by: options.answersPerUpdate) {
        steps.append(try update(Array(order[start..<min(order.count, start + options.answersPerUpdate)])))
      }
    }
    guard let last = steps.last else { throw Problem(.badData, "no answer of the round is good enough to learn from") }
    return Round(
      answers: answers, rewards: rewards, divergence: mean(views.map(\.divergence)),
      loss: mean(steps.map { Double($0.loss) }), updates: steps.count, lastStep: last)
  }

  /// The generator of the next round; the trainer's own generators have other streams.
  private var generator: RandomGenerator {
    var run = RandomGenerator(seed: seed, stream: fingerprint(of: "answers".utf8))
    return RandomGenerator(seed: run.next(), stream: UInt64(trainer.state.step))
  }

  // MARK: Before the updates

  /// What the models say about an answer before the updates: log p of its tokens under both, and the values.
  private struct View {
    let policy, reference, values: [Float]
    let divergence: Double
  }

  private func views(of answers: [Answer]) -> [View] {
    withoutGradients {
      inChunks(answers) { chunk in
        let batch = AnswerBatch(chunk)
        var pass = ForwardPass.evaluation
        let states = policy.states(predicting: batch, &pass)
        let p = policy.logits(ofStates: states).logSoftmax(), q = reference.distributions(batch, &pass)
        let values = valueHead.map { batch.perToken($0(states).reshaped(to: batch.mask.shape)) }
        let own = batch.perToken(batch.logProbabilities(in: p)), other = batch.perToken(batch.logProbabilities(in: q))
        let divergences = batch.divergences(p, from: q)
        return chunk.indices.map {
          View(
            policy: own[$0], reference: other[$0], values: values?[$0] ?? [],
            divergence: divergences[$0].reduce(0) { $0 + Double($1) })
        }
      }
    }
  }

  private func experiences(
    _ answers: [Answer], _ rewards: [Double], _ views: [View], using generator: inout RandomGenerator
  ) -> [Experience] {
    let size = options.answersPerPrompt
    /// Creates experiences whose tokens share the advantage of their answer.
    func shared(_ advantages: [Double], _ indices: [Int]) -> [Experience] {
      indices.map { i in
        Experience(
          answer: answers[i], old: views[i].policy, reference: views[i].reference, oldValues: [], returns: [],
          advantages: answers[i].tokens.map { _ in Float(advantages[i]) })
      }
    }
    switch options.method {
    case .reinforce:
      let costly = zip(rewards, views).map { reward, view in reward - options.beta * excess(view).reduce(0, +) }
      return shared(leaveOneOutAdvantages(costly, groupSize: size), Array(answers.indices))
    case .grpo: return shared(groupAdvantages(rewards, groupSize: size), Array(answers.indices))
    case .rejection:
      let kept = rejectionSample(rewards: rewards, groupSize: size, beta: options.beta, using: &generator)
      return shared(rewards.map { _ in 1 }, kept)
    case .ppo: return proximal(answers, rewards, views)
    }
  }

  /// log p - log q of each token, whose sum over an answer is an estimate of the divergence.
  private func excess(_ view: View) -> [Double] { zip(view.policy, view.reference).map { Double($0) - Double($1) } }

  /// The experiences of PPO: each token pays for its divergence, and the last one earns the reward (Ouyang et al. 2022,
  /// equation 2). The advantages of a round are standardized together.
  private func proximal(_ answers: [Answer], _ rewards: [Double], _ views: [View]) -> [Experience] {
    let estimates = zip(rewards, views).map { reward, view in
      var perToken = excess(view).map { -options.beta * $0 }
      perToken[perToken.count - 1] += reward
      return generalizedAdvantages(rewards: perToken, values: view.values.map(Double.init), lambda: options.lambda)
    }
    var advantages = standardized(estimates.flatMap(\.advantages))[...]
    return answers.indices.map { i in
      let own = advantages.prefix(answers[i].tokens.count)
      advantages = advantages.dropFirst(own.count)
      return Experience(
        answer: answers[i], old: views[i].policy, reference: views[i].reference, oldValues: views[i].values,
        returns: estimates[i].returns.map { Float($0) }, advantages: own.map { Float($0) })
    }
  }

  // MARK: Updates

  /// Makes an update from some experiences.
  private func update(_ experiences: [Experience]) throws -> Trainer.Step {
    let parts = stride(from: 0, to: experiences.count, by: answersInChunk).map {
      Array(experiences[$0..<min(experiences.count, $0 + answersInChunk)])
    }
    // PPO and fine-tuning weigh tokens, the others answers.
    let isByToken = options.method == .ppo || options.method == .rejection
    let sizes = parts.map { part in Float(isByToken ? part.reduce(0) { $0 + $1.answer.tokens.count } : part.count) }
    let total = sizes.reduce(0, +)
    return try trainer.step(parts, weights: sizes.map { $0 / total }) { part, _ in loss(of: part) }
  }

  /// Returns the loss of a micro-batch, without dropout: the probabilities before the updates had none either, and a ratio
  /// of the two must be 1 at first.
  private func loss(of experiences: [Experience]) -> Tensor {
    var pass = ForwardPass.evaluation
    let batch = experiences.batch, states = policy.states(predicting: batch, &pass)
    let p = batch.logProbabilities(in: policy.logits(ofStates: states).logSoftmax())
    func matrix(_ values: KeyPath<Experience, [Float]>) -> Tensor { experiences.matrix(values, batch) }
    switch options.method {
    case .reinforce: return reinforceLoss(logProbabilities: p, advantages: experiences.answerAdvantages)
    case .rejection: return meanOverTokens(-p, batch.mask)
    case .grpo:
      return grpoLoss(
        logProbabilities: p, old: matrix(\.old), reference: matrix(\.reference),
        advantages: experiences.answerAdvantages, mask: batch.mask, clip: options.clip, beta: Float(options.beta))
    case .ppo:
      let loss = ppoLoss(
        logProbabilities: p, old: matrix(\.old), advantages: matrix(\.advantages), mask: batch.mask, clip: options.clip)
      guard let valueHead else { return loss }
      // Values learn from what the policy sees, and do not change it: the squared error of one odd answer would outweigh
      // all that the policy is to learn.
      let values = valueHead(states.detached()).reshaped(to: batch.mask.shape)
      return loss
        + options.valueWeight
        * ppoValueLoss(
          values: values, old: matrix(\.oldValues), returns: matrix(\.returns), mask: batch.mask, clip: options.clip)
    }
  }
}

/// Returns elements in a random order (Fisher and Yates), which the standard library does not promise to be the same in
/// later versions.
package func shuffled<Element>(_ elements: [Element], using generator: inout RandomGenerator) -> [Element] {
  var elements = elements
  for i in elements.indices.dropFirst().reversed() {
    elements.swapAt(i, Int(generator.next().multipliedFullWidth(by: UInt64(i + 1)).high))
  }
  return elements
}
