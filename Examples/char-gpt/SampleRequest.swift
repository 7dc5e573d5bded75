import Console
import LanguageModels
import Numerics
import Reports
import Transformers

/// What `sample` is to write, with one random number generator per text.
struct SampleRequest {
  let start: [Int32]
  let count: Int
  let sampler: Sampler
  let generators: [RandomGenerator]

  init(start: [Int32], count: Int, sampler: Sampler, _ generators: [RandomGenerator]) {
    (self.start, self.count, self.sampler, self.generators) = (start, count, sampler, generators)
  }

  /// Writes all texts side by side.
  func run(_ model: TextModel, _ output: SampleOutput) throws {
    var generators = generators, written = [Int](repeating: 0, count: generators.count)
    try output.begin()
    try model.generate(after: start, count: count, sampler: sampler, using: &generators) { i, token in
      try output.append(token, to: i)
      written[i] += 1
      if written[i] == count { try output.end(i) }
    }
  }

  /// Writes one text after the other with the help of a drafter, and says how much it helped.
  func run(
    _ model: GPT, _ drafter: any TextReader, draftTokens: Int, _ output: SampleOutput, _ remarks: Remarks
  ) throws -> DraftCounts {
    var total = DraftCounts(), written = 0
    try output.begin()
    let clock = ContinuousClock(), start = clock.now
    for (i, generator) in generators.enumerated() {
      var generator = generator
      total += try model.generate(
        after: self.start, count: count, sampler: sampler, drafter: drafter, draftTokens: draftTokens,
        using: &generator
      ) { token in
        written += 1
        try output.append(token, to: i)
      }
      try output.end(i)
    }
    let speed = Double(written) / ((clock.now - start) / .seconds(1))
    if !remarks.quiet {
      remarks.say(
        "the drafter guessed \(Formats.count(total.proposed, "character")), and "
          + "\(Formats.fixed(100 * total.acceptanceRate, decimals: 0)) % were accepted: "
          + "\(Formats.grouped(Int(speed))) characters per second, without it "
          + "\(Formats.grouped(Int(try plainSpeed(model))))")
    }
    return total
  }

  /// Returns how many characters the model writes per second without a drafter, from as many as it is to write, but for
  /// at most a second.
  private func plainSpeed(_ model: GPT) throws -> Double {
    var generator = generators[0], written = 0
    let clock = ContinuousClock(), start = clock.now
    try model.generate(after: self.start, count: count, sampler: sampler, using: &generator) { _ in
      written += 1
      if clock.now - start > .seconds(1) { throw EndOfText() }
    }
    return Double(written) / ((clock.now - start) / .seconds(1))
  }
}
