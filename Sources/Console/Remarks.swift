import Foundation

/// Writes a program's remarks, that is, everything except its results, to standard error: whole lines and, on a
/// terminal, a progress line below them that is rewritten in place.
///
///     let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
///     for step in 1...steps {
///       let loss = model.train()
///       remarks.update("step \(step)  loss \(figure(loss))")             // seen only on a terminal
///       if step % 250 == 0 { remarks.say("step \(step)  loss \(figure(loss))") }  // stays
///     }
///     remarks.finish()
public final class Remarks {
  /// Whether nothing is printed.
  public let quiet: Bool
  private let isInteractive: Bool
  private let width: () -> Int
  private let now: () -> TimeInterval
  private let write: (String) -> Void

  private var lastUpdate = -TimeInterval.infinity
  private var isLineShown = false

  /// Creates remarks that go to standard error, or nowhere if `quiet`.
  public convenience init(quiet: Bool = false) {
    self.init(
      quiet: quiet, isInteractive: Terminal.isInteractive, width: { Terminal.width },
      now: { ProcessInfo.processInfo.systemUptime }, write: Terminal.writeError)
  }

  init(
    quiet: Bool, isInteractive: Bool, width: @escaping () -> Int, now: @escaping () -> TimeInterval,
    write: @escaping (String) -> Void
  ) {
    self.quiet = quiet
    self.isInteractive = isInteractive
    self.width = width
    self.now = now
    self.write = write
  }

  deinit { finish() }

  /// Prints a line that stays, above the progress line.
  public func say(_ line: String) {
    guard !quiet else { return }
    finish()
    write(line + "\n")
  }

  /// Prints commands to try next, one per line.
  ///
  ///     remarks.suggest(["swift run ngram sample --model \(shellQuoted(folder))"])    // Next:  swift run ngram sample ...
  public func suggest(_ commands: [String]) {
    for (i, command) in commands.enumerated() { say((i == 0 ? "Next:  " : "       ") + command) }
  }

  /// Rewrites the progress line, at most ten times per second; prints nothing if standard error is not a terminal.
  ///
  /// The text is evaluated only if it is shown.
  public func update(_ line: @autoclosure () -> String) { update(fitting: { _ in line() }) }

  /// Rewrites the progress line with a text that fits: it is given the number of columns that it may take.
  ///
  ///     remarks.update(fitting: { width in width < 40 ? "\(percent) %" : "\(percent) %  \(details)" })
  public func update(fitting line: (_ width: Int) -> String) {
    guard !quiet, isInteractive else { return }
    let time = now()
    guard time - lastUpdate >= 0.1 else { return }
    lastUpdate = time
    // A line that wraps could not be rewritten, because the cursor returns only to the start of its last row.
    // The line is written at once and only its rest is erased, so it does not flicker.
    let room = max(0, width() - 1)
    write("\r\(line(room).prefix(room))\(clearToEnd)")
    isLineShown = true
  }

  /// Erases the progress line; call it before printing results.
  ///
  /// Releasing the remarks also erases it, so an error message begins on a clean line.
  public func finish() {
    guard isLineShown else { return }
    write("\r\(clearToEnd)")
    isLineShown = false
  }
}

private let clearToEnd = "\u{1B}[K"
