import Console
import Dispatch
import Kindling

private let steps = Option("steps", default: 60, help: "training steps to time", in: 1...1_000_000)
private let vocabulary = Option("vocabulary", default: 65, help: "different tokens", in: 2...16_777_216)

/// The answer: times of one training step, from a fresh batch to the updated parameters.
private struct Figures: Encodable {
  let stepMsMedian: Double
  let stepMsBest: Double
  let tokensPerSecond: Double
  let gflops: Double
  let percentOfPeak: Double
}

let benchCommand = Command(
  "bench", summary: "time training steps on random tokens",
  options: ModelOptions.all + [
    steps, vocabulary, CommonOptions.seed, CommonOptions.threads, CommonOptions.json,
  ]
) { parsed in
  useThreads(parsed)
  let configuration = try ModelOptions.configuration(parsed, vocabularySize: parsed[vocabulary])
  let times = try stepTimes(
    configuration, batchSize: ModelOptions.batchSize(parsed), steps: parsed[steps], seed: parsed[CommonOptions.seed])
  // The first steps take memory from the system and warm the caches.
  let settled = times.dropFirst(min(5, times.count - 1)).sorted()
  let median = settled[settled.count / 2]
  let tokens = ModelOptions.batchSize(parsed) * configuration.contextLength
  let flops = configuration.floatingPointOperations(tokens: tokens) / median
  let figures = Figures(
    stepMsMedian: median * 1e3, stepMsBest: settled[0] * 1e3, tokensPerSecond: Double(tokens) / median,
    gflops: flops * 1e-9, percentOfPeak: 100 * flops / peakSpeed(threads: Threads.count))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("step_ms_median", figures.stepMsMedian), ("step_ms_best", figures.stepMsBest),
    ("tokens_per_second", figures.tokensPerSecond.rounded()), ("gflops", figures.gflops),
    ("percent_of_peak", figures.percentOfPeak),
  ])
}

/// The seconds that each of the first training steps of a fresh model takes.
private func stepTimes(_ configuration: GPTConfiguration, batchSize: Int, steps: Int, seed: Int) throws -> [Double] {
  var generator = RandomGenerator(seed: UInt64(seed))
  let length = configuration.contextLength
  let tokens = (0..<max(100_000, length + 2)).map { _ in
    Int32(generator.next() % UInt64(configuration.vocabularySize))
  }
  let model = GPT(configuration)
  model.initialise(seed: UInt64(seed))
  var options = TrainingOptions()
  options.steps = steps
  let trainer = Trainer(model.parameters, options, tokensPerBatch: batchSize * length)
  var context = Context.training(generator)
  var batch = Batch(batchSize: batchSize, length: length)
  return try (0..<steps).map { _ in
    let start = DispatchTime.now().uptimeNanoseconds
    _ = try trainer.step { learn in
      batch.fill(from: tokens[...], using: &generator)
      model.learn(from: batch, &context, learn)
    }
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
