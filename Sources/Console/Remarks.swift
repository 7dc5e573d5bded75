import Foundation

/// What a program says beside its results, on standard error: whole lines, and on a terminal one line below
/// them that is rewritten in place while the work goes on.
///
///     let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
///     for step in 1...steps {
///       let loss = model.train()
///       remarks.update("step \(step)  loss \(figure(loss))")             // seen only on a terminal
///       if step % 250 == 0 { remarks.say("step \(step)  loss \(figure(loss))") }  // stays
///     }
///     remarks.finish()
public final class Remarks {
  private let quiet: Bool
  private let isInteractive: Bool
  private let width: () -> Int
  private let now: () -> TimeInterval
  private let write: (String) -> Void

  private var lastUpdate = -TimeInterval.infinity
  private var isLineShown = false

  /// Remarks on standard error, or none at all with `--quiet`.
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

  /// Prints a line that stays, above the line in progress.
  public func say(_ line: String) {
    guard !quiet else { return }
    finish()
    write(line + "\n")
  }

  /// Rewrites the line in progress, at most ten times a second; prints nothing where nobody watches a terminal.
  ///
  /// The text is made only when it is shown.
  public func update(_ line: @autoclosure () -> String) {
    guard !quiet, isInteractive else { return }
    let time = now()
    guard time - lastUpdate >= 0.1 else { return }
    lastUpdate = time
    // A line that wraps could not be rewritten, for the cursor returns only to the start of its last row.
    write("\r\(line().prefix(max(0, width() - 1)))\(clearToEnd)")
    isLineShown = true
  }

  /// Takes the line in progress away, before results are printed.
  ///
  /// It also goes when the remarks are released, so that an error message begins on a clean line.
  public func finish() {
    guard isLineShown else { return }
    write("\r\(clearToEnd)")
    isLineShown = false
  }
}

private let clearToEnd = "\u{1B}[K"
