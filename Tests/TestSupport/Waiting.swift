import Foundation

extension Program {
  /// How many lines a file of the folder has by now: none as long as it is not there.
  public func lineCount(_ name: String) -> Int {
    (try? Data(contentsOf: file(name)).count { $0 == UInt8(ascii: "\n") }) ?? 0
  }
}

extension Program.Running {
  /// Waits until the program has come so far, or has ended, or a minute is over: however slow the machine is, what
  /// comes next meets the program where the test wants it.
  ///
  ///     let running = try program.start(["train", "text.txt", "--out", "run"])
  ///     #expect(running.reaches { program.lineCount("run/metrics.jsonl") > 5 })
  ///
  /// - Returns: whether it has come so far.
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
