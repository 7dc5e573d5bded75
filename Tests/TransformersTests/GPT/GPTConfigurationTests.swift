import Files
import Foundation
import Layers
import Testing
import Transformers

struct GPTConfigurationTests {
  private func configuration(_ change: (inout GPTConfiguration) -> Void = { _ in }) -> GPTConfiguration {
    var configuration = GPTConfiguration(
      vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128)
    change(&configuration)
    return configuration
  }

  @Test func typicalSizesAreValid() throws {
    try configuration().validate()
    try configuration { $0.headCount = 128 }.validate()
    try configuration { $0.dropout = 0.999 }.validate()
    #expect(configuration().dropout == 0)
    #expect(configuration().hasBiases)
  }

  @Test(arguments: [true, false], [1, 3]) func parametersAreCountedWithoutAModel(hasBiases: Bool, layers: Int) {
    let odd = GPTConfiguration(
      vocabularySize: 67, contextLength: 33, layerCount: layers, headCount: 5, width: 35, hasBiases: hasBiases)
    #expect(odd.parameterCount == GPT(odd).parameterCount)
  }

  @Test func eachSizeThatIsOutOfRangeIsNamed() {
    let changes: [(String, WritableKeyPath<GPTConfiguration, Int>, Int)] = [
      ("vocabulary", \.vocabularySize, 16_777_216), ("context", \.contextLength, 16_777_216),
      ("layers", \.layerCount, 4096), ("heads", \.headCount, 65_536), ("embedding", \.width, 65_536),
    ]
    for (name, size, most) in changes {
      for wrong in [0, -3, most + 1] {
        let problem = #expect(throws: Problem.self) {
          try configuration { $0[keyPath: size] = wrong }.validate()
        }
        #expect(problem?.kind == .usage)
        #expect(problem?.message == "\(name) must be a whole number from 1 to \(most), not \(wrong)")
      }
    }
  }

  @Test(
    arguments: [
      (5, 128, "Try 4 heads, or an embedding of 130."), (100, 128, "Try 128 heads, or an embedding of 200."),
      (10, 4, "Try 4 heads, or an embedding of 10."),
    ])
  func headsThatDoNotDivideTheWidthGetASuggestion(heads: Int, width: Int, suggestion: String) throws {
    let problem = try #require(
      throws: Problem.self,
      performing: {
        try configuration {
          $0.headCount = heads
          $0.width = width
        }.validate(.badData)
      })
    #expect(problem.kind == .badData)
    #expect(problem.message == "\(heads) heads do not divide an embedding of \(width) channels")
    #expect(problem.suggestion == suggestion)
  }

  @Test func headsOfTooManyChannelsInAllAreRefused() {
    func check(_ heads: Int, _ size: Int) throws {
      try configuration { ($0.headCount, $0.groupCount, $0.headSize) = (heads, 1, size) }.validate(.badData)
    }
    #expect(throws: Never.self) { try check(1 << 10, 1 << 10) }
    #expect(throws: Problem.self) { try check(1 << 10, 1026) }
    #expect(throws: Problem.self) { try check(1 << 16, 1 << 16) }
  }

  @Test func aRotaryScalingOfImpossibleNumbersIsRefused() {
    let changes: [(inout RotaryScaling) -> Void] = [
      { $0.factor = 0 }, { $0.factor = .infinity }, { $0.lowFrequencyFactor = .nan }, { $0.lowFrequencyFactor = 4 },
      { $0.highFrequencyFactor = -1 }, { $0.originalContext = 0 },
    ]
    #expect(throws: Never.self) { try configuration { $0.rotaryScaling = RotaryScaling() }.validate() }
    for change in changes {
      var scaling = RotaryScaling()
      change(&scaling)
      #expect(throws: Problem.self) { try configuration { $0.rotaryScaling = scaling }.validate() }
    }
  }

  @Test(arguments: [-0.1, 1, 2, .nan] as [Float]) func dropoutIsBelowOne(rate: Float) throws {
    let problem = try #require(
      throws: Problem.self, performing: { try configuration { $0.dropout = rate }.validate() })
    #expect(problem.message == "dropout must be at least 0 and below 1, not \(rate)")
  }

  @Test func aConfigurationSurvivesARoundTripThroughJSON() throws {
    let original = configuration {
      $0.dropout = 0.25
      $0.hasBiases = false
      $0.activation = .relu
    }
    let decoded = try JSONDecoder().decode(GPTConfiguration.self, from: JSONEncoder().encode(original))
    #expect(decoded == original)
  }

  @Test func activationNamesOfOlderFilesAreUnderstood() throws {
    func decoded(_ activation: String) throws -> GPTConfiguration {
      let json = """
        {"vocabularySize": 65, "contextLength": 64, "layerCount": 4, "headCount": 4, "width": 128, "dropout": 0,
         "hasBiases": true\(activation)}
        """
      return try JSONDecoder().decode(GPTConfiguration.self, from: Data(json.utf8))
    }
    #expect(try decoded("") == configuration())
    #expect(try decoded(#", "activation": "exact""#) == configuration())
    #expect(try decoded(#", "activation": "tanh""#) == configuration { $0.activation = .geluTanh })
    #expect(try decoded(#", "activation": "gelu-tanh""#) == configuration { $0.activation = .geluTanh })
    let problem = try #require(throws: Problem.self) { try decoded(#", "activation": "step""#) }
    #expect(problem.kind == .badData && problem.message.contains("\"step\"") && problem.message.contains("gelu, "))
    let strange = try #require(throws: Problem.self) { try decoded(#", "activation": "\u001b[2J""#) }
    #expect(strange.message.contains(#""\u001b[2J""#))
  }

  /// Computed by hand for one layer: 6 operations for each of the 12 C^2 + V C weights, and 6 T C for attention.
  @Test func operationCountsIncludeMatricesAndAttention() {
    let small = GPTConfiguration(vocabularySize: 3, contextLength: 5, layerCount: 1, headCount: 1, width: 2)
    #expect(small.floatingPointOperations(tokens: 1) == 6 * 54 + 60)
    #expect(small.floatingPointOperations(tokens: 10) == 10 * (6 * 54 + 60))
  }
}

/// Peak memory in bytes, measured with `time` for `char-gpt train` with two steps and an evaluation on four threads.
@Test(arguments: [
  (GPTSize.tiny.configuration(vocabularySize: 65), 12, 33e6),
  (GPTSize.small.configuration(vocabularySize: 65), 12, 84e6),
  (GPTSize.small.configuration(vocabularySize: 65), 100, 189e6),
  (GPTSize.baby.configuration(vocabularySize: 65), 8, 732e6),
  (GPTSize.baby.configuration(vocabularySize: 65), 64, 732e6),
  (GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 12, headCount: 12, width: 768), 4, 2580e6),
  (GPTConfiguration(vocabularySize: 65, contextLength: 4096, layerCount: 6, headCount: 6, width: 384), 1, 970e6),
])
func theMemoryEstimateIsCloseToMeasuredRuns(configuration: GPTConfiguration, batchSize: Int, measured: Double) {
  #expect(abs(Double(configuration.trainingMemory(batchSize: batchSize)) / measured - 1) < 0.2)
}
