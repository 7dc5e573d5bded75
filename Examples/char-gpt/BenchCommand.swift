import Benchmarks
import Console
import Kernels
import Reports

private let repeats = Option("repeats", default: 60, help: "how many training steps to time", in: 1...1_000_000)
  .formerly("steps")
private let vocabulary = Option("vocabulary", default: 65, help: "number of distinct tokens", in: 2...16_777_216)

/// The answer with `--json`. A step is timed from drawing its batch to updating the parameters.
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
    TrainingArguments.optimizer,
    repeats, vocabulary, CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let recipe = try ModelOptions.recipe(parsed, vocabularySize: parsed[vocabulary])
  let job = TrainingJob(
    recipe.model, batchSize: recipe.batchSize,
    TrainingArguments.options(parsed, recipe: recipe.training), seed: UInt64(parsed[CommonOptions.seed]))
  let times = try (0..<parsed[repeats]).map { _ in try secondsTaken { try job.step() } }
  // The first steps allocate memory from the system and warm the caches.
  let settled = Timings(Array(times.dropFirst(min(5, times.count - 1))))
  let flops = job.floatingPointOperations / settled.median
  let figures = Figures(
    stepMsMedian: settled.median * 1e3, stepMsBest: settled.best * 1e3,
    tokensPerSecond: Double(job.tokensPerStep) / settled.median,
    gflops: flops * 1e-9, percentOfPeak: 100 * flops / peakSpeed(threads: Threads.count))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("step_ms_median", figures.stepMsMedian), ("step_ms_best", figures.stepMsBest),
    ("tokens_per_second", figures.tokensPerSecond.rounded()), ("gflops", figures.gflops),
    ("percent_of_peak", figures.percentOfPeak),
  ])
}
