import Files
import Testing

@testable import Console

@Test(arguments: [
  (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (1.5, "1.5"), (1.9, "1.9"), (2.0 / 3, "0.666667"),
  (0.1 + 0.2, "0.3"), (1_115_394, "1115394"), (1_234_567.8, "1234568"), (99_999.96, "100000"),
  (12345.678, "12345.7"), (0.0001, "0.0001"), (0.00001, "1e-5"), (1.25e-7, "1.25e-7"), (1e15, "1e15"),
  (-2.5e300, "-2.5e300"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
])
func figuresHaveSixDigitsAndNoNoise(value: Double, text: String) {
  #expect(figure(value) == text)
}

@Test func figuresArePrintedAsPairsOnOneLine() {
  #expect(figureLine([("loss", 1.9), ("tokens", 1_115_394)]) == "loss 1.9 tokens 1115394\n")
}

@Test func jsonIsOneLineWithSortedKeys() throws {
  struct Result: Encodable {
    var tokens = 10
    var loss = 0.5
    var path = "runs/a"
    var text = "a\nb"
    var perplexity = Double.infinity
  }
  let line = #"{"loss":0.5,"path":"runs/a","perplexity":"inf","text":"a\nb","tokens":10}"#
  #expect(try jsonLine(Result()) == line + "\n")
}

@Test func commonOptionsAreParsedAsTheirTypes() throws {
  let command = Command(
    "c", summary: "",
    options: [
      CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet, CommonOptions.model,
      CommonOptions.out,
    ]
  ) { _ in }
  let bare = try command.parse([], program: "p")
  #expect(bare[CommonOptions.seed] == 1337)
  #expect(bare[CommonOptions.threads] == nil)
  #expect(bare[CommonOptions.model] == nil)
  let full = try command.parse(
    ["--seed=0", "--threads=2", "--json", "--quiet", "--model=m", "--out=o"], program: "p")
  #expect(full[CommonOptions.seed] == 0)
  #expect(full[CommonOptions.threads] == 2)
  #expect(full[CommonOptions.json] && full[CommonOptions.quiet])
  #expect(full[CommonOptions.model] == "m")
  #expect(full[CommonOptions.out] == "o")
  #expect(throws: Problem.self) { try command.parse(["--threads=0"], program: "p") }
}

@Test func theTableOfFiguresIsForPeople() {
  let table = figureTable([("tokens", 14_006), ("bytes_before", -1_234_567), ("loss", 1.5), ("steps", 999)])
  #expect(table == "tokens        14,006\nbytes before  -1,234,567\nloss          1.5\nsteps         999\n")
  #expect(figureTable([("a", 16021.4), ("b", .infinity), ("c", 1e20)]) == "a  16021.4\nb  inf\nc  1e20\n")
}
