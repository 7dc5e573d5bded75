import Benchmarks
import Testing
import Transformers

@Test func aTrainingJobCountsTheTokensOfItsBatch() throws {
  let job = TrainingJob(GPTSize.tiny.configuration(vocabularySize: 7), batchSize: 3, seed: 1)
  try job.step()
  #expect(job.tokensPerStep == 3 * 32)
  #expect(
    job.floatingPointOperations
      == GPTSize.tiny.configuration(vocabularySize: 7).floatingPointOperations(tokens: 3 * 32))
}

@Test func aSamplingJobGeneratesTwoTokensFewerThanTheContextLength() throws {
  let job = SamplingJob(GPTSize.tiny.configuration(vocabularySize: 7), seed: 1)
  let tokens = try job.run()
  #expect(job.tokenCount == 30)
  #expect(tokens.count == 30)
  #expect(tokens.allSatisfy { (0..<7).contains($0) })
}
