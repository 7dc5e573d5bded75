import Alignment
import Conversations
import Files
import TestSupport
import Testing
import Tuning

struct PairTrainingTests {
  private let pairs = ["who?", "where?", "you?", "me?", "here?"].map {
    PreferencePair(prompt: [Turn(.user, $0)], chosen: "you", rejected: "me")
  }

  private func training(_ steps: Int) throws -> (
    reward: RewardModel, training: PairTraining, pairs: [Alignment.Preference]
  ) {
    let chat = try toyChat(), reward = RewardModel(chat.model)
    let tokens = try pairs.map { try $0.tokens(for: chat) }
    let training = PairTraining(reward, tokens, batchSize: 2, shortOptions(steps), seed: 5) { reward.loss($0, &$1) }
    return (reward, training, tokens)
  }

  @Test func aRewardModelLearnsWhatIsPreferred() throws {
    let (reward, training, pairs) = try training(40)
    while !training.trainer.isDone { _ = try training.step() }
    #expect(reward.accuracy(pairs) == 1)
  }

  @Test func aPairHasItsTokensAndTheirEnds() throws {
    let chat = try toyChat()
    let pair = try pairs[0].tokens(for: chat)
    #expect(pair.chosen.prompt == (try chat.template.prompt([Turn(.user, "who?")])))
    #expect(pair.chosen.tokens.count == 4 && pair.chosen.tokens.last == chat.template.end)
    #expect(chat.template.answer(pair.rejected.tokens) == "me")
    let long = PreferencePair(
      prompt: [Turn(.user, "who?")], chosen: String(repeating: "me", count: 30), rejected: "me")
    let problem = #expect(throws: Problem.self) { try long.tokens(for: chat) }
    #expect(problem?.kind == .badData)
  }

  @Test func theBitsAreTheSameOnAnyNumberOfThreadsAndAfterAPause() throws {
    let wholes = try [1, 3].map { threads in
      try onThreads(threads) {
        let (reward, training, _) = try training(7)
        while !training.trainer.isDone { _ = try training.step() }
        return state(reward, training.trainer)
      }
    }
    expectSameBits(actual: wholes[0], expected: wholes[1])
    try withTemporaryFolder { folder in
      let (reward, training, _) = try self.training(7)
      for _ in 0..<4 { _ = try training.step() }
      try reward.save(to: folder + "/model")
      try training.trainer.optimizer.save(to: folder + "/optimizer")
      let saved = try training.trainer.stateToSave()
      let (again, rest, _) = try self.training(7)
      try again.load(from: folder + "/model")
      try rest.trainer.optimizer.load(from: folder + "/optimizer")
      rest.trainer.resume(from: saved)
      while !rest.trainer.isDone { _ = try rest.step() }
      expectSameBits(actual: state(again, rest.trainer), expected: wholes[0])
    }
  }
}
