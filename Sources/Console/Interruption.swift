import Files
import Foundation
import Synchronization

/// Signals that ask a process to end; a long job checks for them between its steps.
///
///     Interruption.startListening()
///     while let batch = next(), Interruption.received == nil { train(batch) }
///     if let interruption = Interruption.received {
///       save()
///       throw interruption.problem("after step 120", suggestion: ...)
///     }
///
/// Pressing Ctrl-C a second time ends the process immediately.
public enum Interruption: CaseIterable, Sendable {
  /// Ctrl-C: SIGINT.
  case interrupt
  /// The system or another program asks the process to end: SIGTERM.
  case termination
  /// The terminal was closed: SIGHUP.
  case hangup

  /// The last signal received since ``startListening()``; nil if there was none.
  public static var received: Interruption? {
    let number = receivedSignal.load(ordering: .relaxed)
    return allCases.first { $0.number == number }
  }

  /// Starts recording signals instead of letting them end the process.
  ///
  /// - Parameter answer: a line that answers Ctrl-C at once, because the step in progress can take seconds; nil for no
  ///   answer.
  public static func startListening(answer: String? = nil) {
    // The first access initializes these globals, which would not be safe in the signal handler.
    receivedSignal.store(0, ordering: .relaxed)
    answerToInterrupt.store(answer.flatMap { strdup("\n\($0)\n") }.map { Int(bitPattern: $0) } ?? 0, ordering: .relaxed)
    for interruption in allCases {
      let before = signal(interruption.number) { number in
        receivedSignal.store(number, ordering: .relaxed)
        guard number == SIGINT else { return }
        signal(SIGINT, SIG_DFL)
        // Only what is safe in a signal handler: a system call on memory that stays.
        if let text = UnsafePointer<CChar>(bitPattern: answerToInterrupt.load(ordering: .relaxed)) {
          _ = write(STDERR_FILENO, text, strlen(text))
        }
      }
      // nohup, and shells for background jobs, make the process ignore a signal; it stays ignored.
      if isSame(before, SIG_IGN) { signal(interruption.number, SIG_IGN) }
    }
  }

  /// Returns a problem that ends the process as the signal would have, once everything is saved.
  public func problem(_ message: String, suggestion: String) -> Problem {
    switch self {
    case .interrupt: Problem(.interrupted, "interrupted \(message)", suggestion: suggestion)
    case .termination: Problem(.terminated, "asked to stop \(message)", suggestion: suggestion)
    case .hangup: Problem(.hangup, "the terminal was closed \(message)", suggestion: suggestion)
    }
  }

  private var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .termination: SIGTERM
    case .hangup: SIGHUP
    }
  }
}

private let receivedSignal = Atomic<Int32>(0)

/// The address of a C string that answers Ctrl-C, or 0. It is never freed, because the handler may read it at any time.
private let answerToInterrupt = Atomic<Int>(0)

/// Whether two handlers are the same function: C compares their addresses, but Swift cannot compare functions.
private func isSame(_ a: (@convention(c) (Int32) -> Void)?, _ b: (@convention(c) (Int32) -> Void)?) -> Bool {
  unsafeBitCast(a, to: Int.self) == unsafeBitCast(b, to: Int.self)
}
