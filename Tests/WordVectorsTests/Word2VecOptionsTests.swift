import Files
import Testing

@testable import WordVectors

struct Word2VecOptionsTests {
  @Test func defaultOptionsAreValidAndImpossibleOnesAreNamed() throws {
    try Word2VecOptions().validate()
    let faults: [(String, (inout Word2VecOptions) -> Void)] = [
      ("embedding", { $0.embedding = 0 }), ("embedding", { $0.embedding = 100_001 }), ("window", { $0.window = 0 }),
      ("window", { $0.window = 101 }), ("negative", { $0.negative = 0 }), ("negative", { $0.negative = 61 }),
      ("epochs", { $0.epochs = 0 }), ("subsample", { $0.subsample = -1 }), ("subsample", { $0.subsample = .infinity }),
      ("subsample", { $0.subsample = .nan }), ("batch_size", { $0.batchSize = 0 }),
      ("learning_rate", { $0.learningRate = 0 }),
      ("learning_rate", { $0.learningRate = .nan }), ("minimum_learning_rate", { $0.minimumLearningRate = 1 }),
      ("minimum_learning_rate", { $0.minimumLearningRate = -1 }),
      ("objective and architecture", { ($0.objective, $0.architecture) = (.softmax, .cbow) }),
    ]
    for (name, spoil) in faults {
      var options = Word2VecOptions()
      spoil(&options)
      let problem = #expect(throws: Problem.self, "\(name)") { try options.validate() }
      #expect(problem?.kind == .badData && problem?.message.hasPrefix("\(name) cannot be ") == true)
    }
  }

  @Test func smallTextsAreReadMoreOften() {
    #expect(
      [10_000_000, 300_000, 299_999, 48_857, 15_000, 14_999, 1].map { Word2VecOptions.usualEpochs(wordCount: $0) }
        == [5, 5, 6, 31, 100, 100, 100])
  }

  @Test func batchesGrowWithTheVocabulary() {
    var options = Word2VecOptions()
    #expect(
      [2, 128, 160, 640, 4096, 100_000].map { options.batchSize(vocabularySize: $0) } == [4, 4, 5, 20, 128, 128])
    options.batchSize = 7
    #expect(options.batchSize(vocabularySize: 100_000) == 7)
  }

  @Test func theLearningRateFallsLinearlyToTheMinimum() {
    var options = Word2VecOptions()
    (options.learningRate, options.minimumLearningRate) = (0.5, 0.125)
    #expect([0, 0.25, 0.5, 0.75, 0.9].map { options.learningRate(done: $0) } == [0.5, 0.375, 0.25, 0.125, 0.125])
  }
}
