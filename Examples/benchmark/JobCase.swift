import Benchmarks
import Kernels
import Reports
import Transformers

/// A whole job that a user of the library would run.
enum JobCase: String, CaseIterable {
  case training = "training step"
  case sampling

  /// The work of one timed run.
  struct Work {
    /// The number of tokens that a run trains on or generates.
    let tokens: Int
    /// The number of floating-point operations of a run; nil for sampling, whose time goes into reading the
    /// weights.
    let operations: Double?
    let run: () throws -> Void
  }

  /// Creates the model, with biases (the default) and random parameters.
  func work(_ size: GPTSize) -> Work {
    let configuration = size.configuration(vocabularySize: 65)
    switch self {
    case .training:
      let job = TrainingJob(configuration, batchSize: size.sizes.batch, seed: 1337)
      return Work(tokens: job.tokensPerStep, operations: job.floatingPointOperations, run: job.step)
    case .sampling:
      let job = SamplingJob(configuration, seed: 1337)
      return Work(tokens: job.tokenCount, operations: nil) { try job.run() }
    }
  }
}

/// The measured speed of a job.
struct JobResult: Encodable {
  /// The times for one number of threads.
  struct Figures: Encodable {
    let threads: Int
    let runs: Int
    let millisecondsMedian: Double
    let millisecondsBest: Double
    let tokensPerSecondMedian: Double
    let tokensPerSecondBest: Double
    let gflops: Double?
    /// The percentage of the arithmetic peak on the same number of threads, measured right before and after.
    let percentOfPeak: Double?
  }

  /// The named size of the model.
  let model: String
  let name: String
  let tokens: Int
  let figures: [Figures]
}

extension Plan {
  /// Times the jobs.
  func jobs() throws -> [JobResult] {
    var results: [JobResult] = []
    for job in JobCase.allCases where isWanted(job.rawValue) {
      for size in sizes {
        remarks.say("timing \(job.rawValue), \(size) model")
        results.append(try result(job, size))
      }
    }
    return results
  }

  private func result(_ job: JobCase, _ size: GPTSize) throws -> JobResult {
    let work = job.work(size)
    // The first run allocates memory from the system and warms the caches.
    try work.run()
    let figures = try threadCounts.map { threads in
      try on(threads) {
        let before = peakSpeed(threads: threads)
        let timings = try Timings(lasting: 10 * seconds, work.run)
        let peak = (before + peakSpeed(threads: threads)) / 2
        let tokens = Double(work.tokens)
        return JobResult.Figures(
          threads: threads, runs: timings.count, millisecondsMedian: timings.median * 1e3,
          millisecondsBest: timings.best * 1e3, tokensPerSecondMedian: tokens / timings.median,
          tokensPerSecondBest: tokens / timings.best, gflops: work.operations.map { $0 / timings.median * 1e-9 },
          percentOfPeak: work.operations.map { 100 * $0 / timings.median / peak })
      }
    }
    return JobResult(model: size.rawValue, name: job.rawValue, tokens: work.tokens, figures: figures)
  }
}

/// Returns the jobs as a table, with one row per job and number of threads.
func table(_ results: [JobResult]) -> String {
  var table = TextTable([
    .left("job"), .left("model"), .right("threads"), .right("runs"), .right("median"), .right("best"),
    .right("tokens/s"), .right("GFLOP/s"), .right("of peak"), .right("speedup"),
  ])
  for result in results {
    for figures in result.figures {
      let speedUp = result.figures[0].millisecondsMedian / figures.millisecondsMedian
      table.append([
        result.name, result.model, "\(figures.threads)", "\(figures.runs)",
        Formats.significant(figures.millisecondsMedian, digits: 3) + " ms",
        Formats.significant(figures.millisecondsBest, digits: 3) + " ms",
        Formats.grouped(Int(figures.tokensPerSecondMedian.rounded())),
        figures.gflops.map { Formats.significant($0, digits: 3) } ?? "",
        figures.percentOfPeak.map { Formats.fixed($0, decimals: 0) + " %" } ?? "",
        result.figures.count > 1 ? Formats.fixed(speedUp, decimals: 2) : "",
      ])
    }
  }
  return "\(table)"
}
