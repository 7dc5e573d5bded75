import Alignment
import Files
import Layers
import Tensors
import TestSupport
import Testing
import Training
import Transformers

struct PolicyTrainingTests {
  private let prompts: [[Int32]] = [[1], [2, 1], [3, 5, 1], [6]]

  private func training(
    _ method: AlignmentMethod, policy: GPT = toyModel(), rounds: Int = 12, clip: Double = 1,
    change: (inout AlignmentOptions) -> Void = { _ in }
  ) throws -> PolicyTraining {
    var options = AlignmentOptions(method: method), trainer = TrainingOptions()
    options.answersPerUpdate = 16
    change(&options)
    trainer.steps = rounds * options.updates(ofPrompts: prompts.count)
    (trainer.learningRate, trainer.minimumLearningRate, trainer.warmup, trainer.weightDecay) = (1e-2, 1e-2, 0, 0)
    trainer.clip = clip
    return try PolicyTraining(
      policy, reference: policy.copy(), options, AnswerForm(longest: 6, end: 0), trainer, seed: 7)
  }

  private func round(_ training: PolicyTraining) throws -> PolicyTraining.Round {
    try training.round(prompts: prompts) { share(of: 5, in: $0) }
  }

  /// By chance, an eighth of all tokens is the one that is rewarded.
  @Test(arguments: AlignmentMethod.allCases) func everyMethodRaisesTheReward(method: AlignmentMethod) throws {
    let training = try training(method) { if method == .rejection { $0.beta = 0.1 } }
    var rounds: [PolicyTraining.Round] = []
    while !training.trainer.isDone { rounds.append(try round(training)) }
    #expect(rounds.count == 12 || method == .rejection)
    #expect(rounds[0].reward < 0.25)
    #expect(rounds.last!.reward > 0.6, "\(rounds.map(\.reward))")
    #expect(rounds[0].divergence == 0)
    #expect(rounds.last!.divergence > 0.5)
    #expect(rounds.allSatisfy { $0.answers.count == 32 })
  }

  /// The squared error of the value of one odd answer can be a thousand times all that the policy is to learn.
  @Test func valuesLearnWithoutChangingThePolicy() throws {
    let policies = try [Float(0), 1000].map { weight in
      let policy = toyModel(), training = try training(.ppo, policy: policy, clip: 0) { $0.valueWeight = weight }
      _ = try round(training)
      return (policy.parameters.flatMap(\.elements), training.trained.parameters.flatMap(\.elements))
    }
    expectSameBits(actual: policies[1].0, expected: policies[0].0)
    #expect(policies[1].1 != policies[0].1)
  }

  /// The more a nat costs, the nearer the policy stays to the reference.
  @Test(arguments: [AlignmentMethod.reinforce, .ppo, .grpo]) func betaHoldsThePolicyBack(method: AlignmentMethod) throws
  {
    let ends = try [0.0, 2].map { beta in
      let training = try training(method) { $0.beta = beta }
      var last = try round(training)
      while !training.trainer.isDone { last = try round(training) }
      return last
    }
    #expect(ends[1].divergence < 0.5 * ends[0].divergence, "\(ends.map(\.divergence))")
    #expect(ends[1].reward < ends[0].reward)
  }

  private func state(_ training: PolicyTraining) -> [Float] {
    (training.trained.parameters + training.trainer.optimizer.parameters).flatMap(\.elements)
  }

  @Test(arguments: AlignmentMethod.allCases) func theBitsAreTheSameOnAnyNumberOfThreads(method: AlignmentMethod) throws
  {
    let results = try [1, 3].map { threads in
      try onThreads(threads) {
        let training = try training(method, rounds: 2)
        let rounds = try [round(training), round(training)]
        return (state(training), rounds)
      }
    }
    expectSameBits(actual: results[0].0, expected: results[1].0)
    #expect(results[0].1 == results[1].1)
  }

  /// A run that is saved after a round and loaded again goes on as if it had never stopped.
  @Test(arguments: AlignmentMethod.allCases) func aSavedRunResumesWithTheSameBits(method: AlignmentMethod) throws {
    try withTemporaryFolder { folder in
      let whole = try training(method, rounds: 3)
      _ = try round(whole)
      try whole.trained.save(to: folder + "/model")
      try whole.trainer.optimizer.save(to: folder + "/optimizer")
      let saved = try whole.trainer.stateToSave()
      let expected = try round(whole)

      let resumed = try training(method, rounds: 3)
      try resumed.trained.load(from: folder + "/model")
      try resumed.trainer.optimizer.load(from: folder + "/optimizer")
      resumed.trainer.resume(from: saved)
      #expect(try round(resumed) == expected)
      expectSameBits(actual: state(resumed), expected: state(whole))
    }
  }

  /// Twice the preferred letter against none: preferences alone raise its share.
  @Test func directPreferencesRaiseTheReward() throws {
    let policy = toyModel(), start = policy.copy()
    let form = AnswerForm(longest: 6, end: 0)
    let sampled = try policy.answers(to: prompts, perPrompt: 40, form, seed: 1)
    var pairs: [Preference] = []
    for i in stride(from: 0, to: sampled.count, by: 2) {
      let rewards = share(of: 5, in: [sampled[i], sampled[i + 1]])
      if rewards[0] == rewards[1] { continue }
      pairs.append(
        rewards[0] > rewards[1]
          ? Preference(chosen: sampled[i], rejected: sampled[i + 1])
          : Preference(chosen: sampled[i + 1], rejected: sampled[i]))
    }
    #expect(pairs.count > 30)
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (40, 5e-3, 5e-3, 0)
    let trainer = Trainer(policy.namedParameters, options, tokensPerStep: pairs.count, seed: 1)
    var losses: [Float] = []
    while !trainer.isDone {
      losses.append(
        try trainer.step([pairs]) { pairs, pass in policy.dpoLoss(pairs, reference: start, beta: 0.3, &pass) }.loss)
    }
    // The policy is its own reference at first: all margins are 0.
    #expect(abs(losses[0] - 0.693_147_2) < 1e-6)
    #expect(losses.last! < 0.4)
    func reward(_ model: GPT) throws -> Double {
      let rewards = share(of: 5, in: try model.answers(to: prompts, perPrompt: 50, form, seed: 9))
      return rewards.reduce(0, +) / Double(rewards.count)
    }
    #expect(try reward(start) < 0.2)
    #expect(try reward(policy) > 0.35)
  }

  @Test func impossibleInputIsRefused() throws {
    _ = try problem(.usage) { _ = try training(.grpo) { $0.answersPerPrompt = 1 } }
    _ = try problem(.usage) { _ = try training(.ppo) { $0.clip = 1 } }
    _ = try problem(.usage) { _ = try training(.reinforce) { $0.epochs = 2 } }
    let run = try training(.grpo)
    let before = state(run)
    for prompts in [[[]], [[8]], [[-1]], [[1, 2, 3, 4, 5, 6, 7]]] as [[[Int32]]] {
      _ = try problem(.badData) { _ = try run.round(prompts: prompts) { $0.map { _ in 0 } } }
    }
    _ = try problem(.badData) { _ = try run.round(prompts: prompts) { $0.map { _ in .nan } } }
    expectSameBits(actual: state(run), expected: before)
  }
}
