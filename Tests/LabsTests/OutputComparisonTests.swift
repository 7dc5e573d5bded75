import Testing

struct OutputComparisonTests {
  private func agree(_ options: String, _ expected: String, _ found: String) throws -> Bool {
    let comparison = OutputComparison(try BlockOptions(options))
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    return comparison.difference(expected: lines(expected), found: lines(found)) == nil
  }

  @Test func withoutOptionsOnlyTrailingSpaceIsIgnored() throws {
    #expect(try agree("", "loss 4.2  \n\n", "loss 4.2"))
    #expect(try !agree("", "loss 4.2", "loss 4.20"))
    #expect(try !agree("", "loss  4.2", "loss 4.2"))
    #expect(try !agree("", "", "loss 4.2"))
  }

  @Test func dotsStandForAnyLines() throws {
    #expect(try agree("", "a\n...\nz", "a\nb\nc\nz"))
    #expect(try agree("", "a\n...\nz", "a\nz"))
    #expect(try agree("", "...", ""))
    #expect(try agree("", "...\nb\n...\nb", "a\nb\nb\nc\nb"))
    #expect(try !agree("", "a\n...\nz", "a\nb\nc"))
    #expect(try !agree("", "a\n...\nm\n...\nz", "a\nz\nm"))
  }

  @Test func aToleranceAppliesToNumbersOnly() throws {
    #expect(try agree("tolerance 5%", "loss 4.2 in 1,000 steps", "loss 4.3 in 1,010 steps"))
    #expect(try !agree("tolerance 5%", "loss 4.2", "loss 4.5"))
    #expect(try !agree("tolerance 5%", "loss 4.2", "lost 4.2"))
    #expect(try !agree("tolerance 5%", "loss 4.2", "loss -4.2"))
    #expect(try !agree("tolerance 5%", "x1 is 3", "x2 is 3"))
    #expect(try !agree("tolerance 5%", "1 2 3", "1 2"))
    #expect(try agree("tolerance 0.01", "0.001 1e-3", "0.009 2e-3"))
    #expect(try !agree("tolerance 0.01", "0.001", "0.02"))
  }

  @Test func aToleranceIgnoresTheWidthOfColumns() throws {
    #expect(
      try agree("tolerance 20%", "name   loss\n----  -----\na       9.5\nb  10", "name  loss\n-- --\na 10.1\nb 9.9"))
    #expect(try agree("tolerance 20%", "  9.5 a", " 10.1 a"))
  }

  @Test func timesVaryAndNothingElse() throws {
    #expect(
      try agree(
        "times vary", "step 250  loss 2.1  33,000 tokens/s  12 s left", "step 250  loss 2.1  9 tokens/s  1.5 s left"))
    #expect(try agree("times vary", "learned in 950 ms", "learned in 1.2 s"))
    #expect(try agree("times vary", "step 250  17 s  best", "step 250  4 min 3 s  best"))
    #expect(try !agree("times vary", "step 250  17 s  best", "step 250  4 min 3 s"))
    #expect(try !agree("", "learned in 950 ms", "learned in 1.2 s"))
    #expect(try !agree("times vary", "step 250  12 s", "step 251  12 s"))
    #expect(try !agree("times vary", "12 samples", "13 samples"))
    #expect(try agree("times vary", "39 GFLOP on 2 threads", "39 GFLOP on 1 thread"))
    #expect(try !agree("times vary", "38 GFLOP on 2 threads", "39 GFLOP on 2 threads"))
    #expect(try !agree("", "on 2 threads", "on 16 threads"))
    #expect(try agree("times vary", "step_ms_median 23.2 loss 2", "step_ms_median 1 loss 2"))
    #expect(try agree("times vary", "{\"seconds\":0.1}", "{\"seconds\":0.25}"))
    #expect(try agree("times vary", "tokens_per_second 3 gflops 7", "tokens_per_second 4 gflops 8"))
    #expect(try !agree("times vary", "loss 2.1 s", "lost 2.1 s"))
    #expect(try agree("numbers vary", "12 samples", "13 samples"))
    #expect(try !agree("numbers vary", "12 samples", "12 simples"))
  }
}
