import Files
import Foundation
import Synchronization

/// Signals that ask a process to end, as a question that a long job puts between its steps.
///
///     Interruption.startListening()
///     while let batch = next(), Interruption.received == nil { train(batch) }
///     if let interruption = Interruption.received { save(); throw interruption.problem("after step 120", suggestion: ...) }
///
/// Whoever is in a hurry presses Ctrl-C a second time, which ends the process at once.
public enum Interruption: CaseIterable, Sendable {
  /// Ctrl-C: SIGINT.
  case interrupt
  /// The system or another program asks: SIGTERM.
  case termination
  /// The terminal was closed: SIGHUP.
  case hangup

  /// The last signal that came since ``startListening()``, if one did.
  public static var received: Interruption? {
    let number = receivedSignal.load(ordering: .relaxed)
    return allCases.first { $0.number == number }
  }

  /// From now on, a signal is noted instead of ending the process.
  public static func startListening() {
    // Made here, since making it would not be safe in the handler.
    receivedSignal.store(0, ordering: .relaxed)
    for interruption in allCases {
      let before = signal(interruption.number) { number in
        receivedSignal.store(number, ordering: .relaxed)
        if number == SIGINT { signal(SIGINT, SIG_DFL) }
      }
      // nohup, and shells in the background, have a signal ignored; that holds.
      if isSame(before, SIG_IGN) { signal(interruption.number, SIG_IGN) }
    }
  }

  /// A problem that ends the process as the signal would have, once all is saved.
  public func problem(_ message: String, suggestion: String) -> Problem {
    switch self {
    case .interrupt: Problem(.interrupted, "interrupted \(message)", suggestion: suggestion)
    case .termination: Problem(.terminated, "asked to end \(message)", suggestion: suggestion)
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

/// Whether two handlers are one: C compares their addresses, which Swift does not let itself be asked.
private func isSame(_ a: (@convention(c) (Int32) -> Void)?, _ b: (@convention(c) (Int32) -> Void)?) -> Bool {
  unsafeBitCast(a, to: Int.self) == unsafeBitCast(b, to: Int.self)
}
