import Files
import Testing
import WordVectors

struct GloVeOptionsTests {
  @Test func defaultOptionsAreValidAndImpossibleOnesAreNamed() throws {
    try GloVeOptions().validate()
    let faults: [(String, (inout GloVeOptions) -> Void)] = [
      ("embedding", { $0.embedding = 0 }), ("window", { $0.window = 0 }), ("window", { $0.window = 101 }),
      ("epochs", { $0.epochs = 0 }), ("learning_rate", { $0.learningRate = 0 }),
      ("learning_rate", { $0.learningRate = .infinity }), ("maximum_count", { $0.maximumCount = 0 }),
      ("maximum_count", { $0.maximumCount = 1e300 }), ("exponent", { $0.exponent = -1 }),
      ("exponent", { $0.exponent = .nan }), ("batch_size", { $0.batchSize = 0 }),
    ]
    for (name, spoil) in faults {
      var options = GloVeOptions()
      spoil(&options)
      let problem = #expect(throws: Problem.self, "\(name)") { try options.validate() }
      #expect(problem?.kind == .badData && problem?.message.hasPrefix("\(name) cannot be ") == true)
    }
  }
}
