import Console

let allCommand = Command("all", summary: "the machine, the kernels and the jobs", options: TimingOptions.all) {
  try $0.report([.machine, .kernels, .jobs])
}

let machineCommand = Command(
  "machine", summary: "the machine's peak speed: arithmetic, and reading from cache and memory",
  options: [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { try $0.report([.machine]) }

let kernelsCommand = Command(
  "kernels", summary: "each kernel at the models' shapes, as a percentage of the peak", options: TimingOptions.all
) { try $0.report([.machine, .kernels]) }

let jobsCommand = Command(
  "jobs", summary: "whole jobs: a training step and sampling", options: TimingOptions.all
) { try $0.report([.machine, .jobs]) }

/// The sections of a report.
enum Part { case machine, kernels, jobs }

/// All measurements, as `--json` prints them.
struct Report: Encodable {
  let machine: Machine
  var kernels: [KernelResult]?
  var jobs: [JobResult]?
}

extension Parsed {
  /// Measures the given parts. Prints each one as soon as it is done, or all of them at the end with `--json`.
  func report(_ parts: Set<Part>) throws {
    let plan = TimingOptions.plan(self)
    let isJSON = self[CommonOptions.json]
    try plan.requireMatches(parts)
    var report = Report(machine: Machine.measured(threadCounts: plan.threadCounts))
    if !isJSON { try Terminal.write("\(report.machine)\n") }
    if parts.contains(.kernels) {
      report.kernels = try plan.kernels { results, size in
        if !isJSON { try Terminal.write("\n\(table(results, size))\n") }
      }
    }
    if parts.contains(.jobs) {
      let jobs = try plan.jobs()
      report.jobs = jobs
      if !isJSON, !jobs.isEmpty { try Terminal.write("\n\(table(jobs))\n") }
    }
    if isJSON { try printJSON(report) }
  }
}
