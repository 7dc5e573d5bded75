import Foundation

/// Ends this process if it takes too long or too much memory, or if the program that waits for it is gone.
struct Watchdog: Sendable {
  /// What the process can take.
  let limits: Limits
  /// Receives the outcome of a process that is ended.
  let report: @Sendable (Outcome) -> Void

  /// Starts watching, on a thread of its own.
  func start() {
    let parent = getppid()
    Thread.detachNewThread {
      // Counts naps, not the time on a clock: a process that is suspended or stopped in a debugger takes no naps.
      let napsPerSecond = 10
      for _ in 0..<limits.seconds * napsPerSecond {
        Thread.sleep(forTimeInterval: 1 / Double(napsPerSecond))
        guard getppid() == parent else { _exit(1) }
        if Self.megabytes > limits.megabytes {
          end(
            .stopped(
              message: "it took more than \(limits.megabytes) MB of memory",
              hint: "Probably a loop that never ends. If it only needs more: --memory-limit \(4 * limits.megabytes)"))
        }
      }
      end(
        .stopped(
          message: "still running after \(limits.seconds) s",
          hint: "Probably a loop that never ends. If it only needs more time: --time-limit \(10 * limits.seconds)"))
    }
  }

  private func end(_ outcome: Outcome) -> Never {
    report(outcome)
    // What was printed so far helps to find the loop. Flushing waits forever if the loop is just printing.
    Thread.detachNewThread { fflush(nil) }
    Thread.sleep(forTimeInterval: 0.1)
    _exit(1)
  }

  /// The most memory that this process has had so far, in megabytes.
  private static var megabytes: Int {
    var usage = rusage()
    // RUSAGE_SELF is 0 everywhere, but not of the same type.
    getrusage(0, &usage)
    #if canImport(Darwin)
      return usage.ru_maxrss / 1_000_000
    #else
      return usage.ru_maxrss * 1024 / 1_000_000
    #endif
  }
}
