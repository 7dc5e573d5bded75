import Foundation
import TestSupport
import Testing

private func benchmark(_ arguments: String...) throws -> Program.Result {
  let program = try Program("benchmark")
  defer { program.remove() }
  return try program.run(arguments)
}

/// The list of JSON objects under a key.
private func list(_ key: String, in object: Any?) throws -> [[String: Any]] {
  try #require((object as? [String: Any])?[key] as? [[String: Any]])
}

private func json(_ result: Program.Result) throws -> Any {
  #expect(result.status == 0, "\(result.errors)")
  return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
}

@Test func theMachineHasANameAndPlausiblePeaks() throws {
  let object = try #require(try json(benchmark("machine", "--json", "--threads", "2")) as? [String: Any])
  let machine = try #require(object["machine"] as? [String: Any])
  for word in ["cpu", "instructions", "build"] { #expect((machine[word] as? String)?.isEmpty == false, "\(word)") }
  #expect(try #require(machine["cores"] as? Int) >= 1)
  let peaks = try list("peaks", in: machine)
  #expect(peaks.compactMap { $0["threads"] as? Int } == [1, 2])
  for peak in peaks {
    #expect((0.5...100_000).contains(try #require(peak["gflops"] as? Double)))
    for memory in ["cache", "memory"] {
      #expect((0.1...10_000).contains(try #require(peak["\(memory)_gb_per_second"] as? Double)))
    }
  }
}

@Test func everyKernelIsTimedOnOneThreadAndOnAllThreads() throws {
  let options = ["--size", "tiny", "--seconds", "0", "--threads", "3", "--json", "--quiet"]
  let program = try Program("benchmark")
  defer { program.remove() }
  let result = try program.run(["kernels"] + options)
  #expect(result.errors.isEmpty)
  let kernels = try list("kernels", in: json(result))
  let names = kernels.compactMap { $0["name"] as? String }
  #expect(names.count == kernels.count && Set(names).count == names.count)
  for name in ["qkv forward", "down gradient of W", "attention backward", "AdamW"] { #expect(names.contains(name)) }
  for kernel in kernels {
    let figures = try list("figures", in: kernel)
    #expect(figures.compactMap { $0["threads"] as? Int } == [1, 3])
    for value in ["milliseconds", "speed", "percent_of_peak"] {
      #expect(figures.allSatisfy { ($0[value] as? Double ?? 0) > 0 }, "\(value)")
    }
  }
}

@Test func matchSelectsKernelsByName() throws {
  let result = try benchmark(
    "kernels", "--size", "tiny", "--seconds", "0", "--match", "GELU", "--json", "--no-scaling")
  let kernels = try list("kernels", in: json(result))
  #expect(kernels.compactMap { $0["name"] as? String } == ["up forward with GELU", "GELU forward", "GELU backward"])
  #expect(try list("figures", in: kernels[0]).count == 1)
}

@Test func jobsArePrintedAsATableWithARemarkForEach() throws {
  let result = try benchmark("jobs", "--size", "tiny", "--seconds", "0", "--threads", "1")
  #expect(result.status == 0)
  let rows = result.output.split(separator: "\n")
  for job in ["training step", "sampling"] {
    #expect(rows.contains { $0.hasPrefix(job) && $0.contains("tiny") && $0.contains(" ms ") })
    #expect(result.errors.contains("timing \(job)"))
  }
}

@Test func tokensPerSecondAreTokensDividedByTime() throws {
  let jobs = try list("jobs", in: json(benchmark("jobs", "--size", "tiny", "--seconds", "0", "--json")))
  #expect(jobs.compactMap { $0["tokens"] as? Int } == [12 * 32, 30])
  for job in jobs {
    let tokens = try #require(job["tokens"] as? Double)
    for figures in try list("figures", in: job) {
      let speed = try #require(figures["tokens_per_second_median"] as? Double)
      let time = try #require(figures["milliseconds_median"] as? Double)
      #expect(abs(speed * time / 1000 / tokens - 1) < 1e-9)
    }
  }
}

@Test(arguments: [
  ["kernel"], ["kernels", "--second", "1"], ["kernels", "--seconds", "-1"], ["machine", "--threads", "0"],
  ["jobs", "--size", "huge"], ["kernels", "--match", "no such kernel"], ["machine", "more"],
])
func mistakesAreReportedInAClearLine(_ arguments: [String]) throws {
  let program = try Program("benchmark")
  defer { program.remove() }
  let result = try program.run(arguments)
  #expect(result.status == 64 && result.output.isEmpty)
  #expect(result.errors.hasPrefix("benchmark: "))
  #expect((1...2).contains(result.errors.split(separator: "\n").count), "\(result.errors)")
}

@Test(arguments: ["all", "machine", "kernels", "jobs"])
func everyCommandHasHelp(command: String) throws {
  let help = try benchmark(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("benchmark \(command)"))
  #expect(try benchmark("--help").output.contains("  \(command) "))
}

@Test func aSectionWithoutAMatchIsOmitted() throws {
  let result = try benchmark("all", "--size", "tiny", "--seconds", "0", "--match", "GELU", "--quiet")
  #expect(result.status == 0 && result.errors.isEmpty)
  #expect(result.output.contains("GELU backward") && !result.output.contains("tokens/s"))
}
