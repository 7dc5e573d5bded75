import Console
import Files
import Kernels
import Transformers

/// The options for what to time, and for how long.
enum TimingOptions {
  static let size = Option<GPTSize>.optional("size", help: "the only model to time (default: small, then baby)")
    .formerly("preset")
  static let match = Option<String>.optional("match", help: "time only kernels and jobs with this in their name")
  static let seconds = Option(
    "seconds", default: 0.2, help: "how long to repeat each kernel; jobs take ten times as long", in: 0...3600)
  static let noScaling = Flag("no-scaling", help: "time on all threads only, not also on one")

  static let all: [any CommandOption] = [
    size, match, seconds, noScaling, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]

  static func plan(_ parsed: Parsed) -> Plan {
    return Plan(
      sizes: parsed[size].map { [$0] } ?? [.small, .baby], match: parsed[match] ?? "", seconds: parsed[seconds],
      threadCounts: parsed[noScaling] || Threads.count == 1 ? [Threads.count] : [1, Threads.count],
      remarks: Remarks(quiet: parsed[CommonOptions.quiet]))
  }
}

extension GPTSize: OptionValue {}

/// What to time, for how long, and on how many threads.
struct Plan {
  let sizes: [GPTSize]
  let match: String
  let seconds: Double
  /// The numbers of threads to time with: one and all of them, or only all.
  let threadCounts: [Int]
  let remarks: Remarks

  /// Throws if `--match` matches nothing, before anything is timed.
  func requireMatches(_ parts: Set<Part>) throws {
    let kernels = parts.contains(.kernels) ? sizes.flatMap { KernelCase.all($0).map(\.name) } : []
    let names = kernels + (parts.contains(.jobs) ? JobCase.allCases.map(\.rawValue) : [])
    guard !match.isEmpty, !names.contains(where: isWanted) else { return }
    throw Problem(
      .usage, "no kernel or job has \"\(match)\" in its name",
      suggestion: "The tables of benchmark kernels and benchmark jobs list the names.")
  }

  func isWanted(_ name: String) -> Bool { match.isEmpty || name.contains(match) }

  /// Runs `body` with this number of threads, then restores the previous number.
  func on<Result>(_ threads: Int, _ body: () throws -> Result) rethrows -> Result {
    let all = Threads.count
    Threads.count = threads
    defer { Threads.count = all }
    return try body()
  }
}
