import Foundation

/// Lets a number of threads through at a time, in the order in which they came.
///
///     guard gate.enter(while: { isWanted }) else { return }
///     defer { gate.leave() }
final class Gate: @unchecked Sendable {
  private let condition = NSCondition()
  // Used only while the condition is locked.
  private var free: Int
  private let places: Int
  private var waiting: [Int] = []
  private var lastTicket = 0

  /// Creates a gate for so many threads at a time.
  init(places: Int) { (self.places, free) = (places, places) }

  /// Waits for a free place and takes it; false if `isWanted`, which is asked now and then, ends the waiting.
  func enter(while isWanted: () -> Bool) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    lastTicket += 1
    let ticket = lastTicket
    waiting.append(ticket)
    while free == 0 || waiting.first != ticket {
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
      guard isWanted() else {
        waiting.removeAll { $0 == ticket }
        condition.broadcast()
        return false
      }
    }
    waiting.removeFirst()
    free -= 1
    condition.broadcast()
    return true
  }

  /// Gives the place back.
  func leave() {
    condition.lock()
    defer { condition.unlock() }
    free += 1
    condition.broadcast()
  }

  /// Waits until all places are free, but not longer than so many seconds; whether they are.
  @discardableResult func waitUntilEmpty(seconds: Double) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let deadline = Date(timeIntervalSinceNow: seconds)
    while free < places { guard condition.wait(until: deadline) else { return free == places } }
    return true
  }
}
