import Conversations
import Corpora
import Files
import Layers
import TestSupport
import Testing
import Training
import Transformers
import Tuning

struct ChatTrainingTests {
  private func training(_ steps: Int = 12, replay: Bool = false) throws -> ChatTraining {
    let chat = try toyChat()
    let batches = try ChatBatches(talks, chat.template, contextLength: 48)
    let read = (0..<200).map { Int32($0 % 9) }[...]
    return ChatTraining(
      chat.model, batches, batchSize: 2, shortOptions(steps), replay: replay ? .init(read, share: 0.5) : nil, seed: 7)
  }

  /// Only the answers count: a model that has learned them still cannot predict the questions.
  @Test func theAnswersAreLearnedAndNotTheQuestions() throws {
    let chat = try toyChat()
    let batches = try ChatBatches(talks, chat.template, contextLength: 48)
    let training = ChatTraining(chat.model, batches, batchSize: 3, shortOptions(150), seed: 1)
    let before = chat.model.loss(of: batches)
    while !training.trainer.isDone { _ = try training.step() }
    #expect(before > 2)
    #expect(chat.model.loss(of: batches) < 0.05)
    let question = try chat.template.encode(talks[0]).ids
    var pass = ForwardPass.evaluation
    let all = chat.model.loss(
      Array(question.dropLast()), targets: Array(question.dropFirst()), batchSize: 1, &pass
    ).item
    #expect(all > 1)
  }

  @Test(arguments: [false, true]) func theBitsAreTheSameOnAnyNumberOfThreads(replay: Bool) throws {
    let results = try [1, 3].map { threads in
      try onThreads(threads) {
        let training = try training(replay: replay)
        while !training.trainer.isDone { _ = try training.step() }
        return state(training.model, training.trainer)
      }
    }
    expectSameBits(actual: results[0], expected: results[1])
  }

  /// An epoch has two steps; the run stops after one and a half epochs.
  @Test(arguments: [false, true]) func aRunThatStopsInsideAnEpochGoesOnWithTheSameBits(replay: Bool) throws {
    try withTemporaryFolder { folder in
      let whole = try training(replay: replay)
      for _ in 0..<3 { _ = try whole.step() }
      try whole.model.save(to: folder + "/model")
      try whole.trainer.optimizer.save(to: folder + "/optimizer")
      let saved = try whole.trainer.stateToSave()
      while !whole.trainer.isDone { _ = try whole.step() }

      let resumed = try training(replay: replay)
      try resumed.model.load(from: folder + "/model")
      try resumed.trainer.optimizer.load(from: folder + "/optimizer")
      resumed.trainer.resume(from: saved)
      while !resumed.trainer.isDone { _ = try resumed.step() }
      expectSameBits(
        actual: state(resumed.model, resumed.trainer), expected: state(whole.model, whole.trainer))
    }
  }

  @Test func anEpochRoundsItsLastStepUp() {
    #expect(ChatTraining.stepsPerEpoch(3, batchSize: 2) == 2)
    #expect(ChatTraining.stepsPerEpoch(4, batchSize: 2) == 2)
    #expect(ChatTraining.stepsPerEpoch(1, batchSize: 16) == 1)
  }

  /// What is replayed is not forgotten.
  @Test func replayKeepsWhatWasRead() throws {
    let read = (0..<400).map { Int32($0 % 9) }
    let losses = try [Float(0), 0.5].map { share in
      let chat = try toyChat()
      let pretraining = shortOptions(100)
      let trainer = Trainer(chat.model.namedParameters, pretraining, tokensPerStep: 1, seed: 1)
      while !trainer.isDone {
        var generator = trainer.state.batchGenerator
        let batch = randomBatch(from: read[...], batchSize: 2, length: 24, using: &generator)
        _ = try trainer.step([batch]) { chat.model.loss($0, &$1) }
      }
      let batches = try ChatBatches(talks, chat.template, contextLength: 48)
      let training = ChatTraining(
        chat.model, batches, batchSize: 3, shortOptions(100), replay: share > 0 ? .init(read[...], share: share) : nil,
        seed: 1)
      while !training.trainer.isDone { _ = try training.step() }
      #expect(chat.model.loss(of: batches) < 0.5)
      return chat.model.evaluate(read[...], batchSize: 4).loss
    }
    #expect(losses[1] < 0.5 * losses[0], "\(losses)")
  }
}
