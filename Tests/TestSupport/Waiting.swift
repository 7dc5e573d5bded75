import Foundation

extension Program {
  /// The current number of lines of a file in the folder; 0 as long as it does not exist.
  public func lineCount(_ name: String) -> Int {
    (try? Data(contentsOf: file(name)).count { $0 == UInt8(ascii: "\n") }) ?? 0
  }
}

extension Program.Running {
  /// Waits until the condition holds, the program has ended, or a minute has passed. So on a machine of any speed, the
  /// test continues when the program is where the test needs it.
  ///
  ///     let running = try program.start(["train", "text.txt", "--out", "run"])
  ///     #expect(running.reaches { program.lineCount("run/metrics.jsonl") > 5 })
  ///
  /// - Returns: whether the condition holds.
  @discardableResult
  public func reaches(_ isFarEnough: () throws -> Bool) rethrows -> Bool {
    let deadline = Date.now + 60
    while try !isFarEnough() {
      guard isRunning, Date.now < deadline else { return false }
      usleep(500)
    }
    return true
  }
}
