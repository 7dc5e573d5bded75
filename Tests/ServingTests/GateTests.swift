import Foundation
import Synchronization
import Testing

@testable import Serving

struct GateTests {
  /// Who has passed, in order; the threads share it.
  private final class Passed: Sendable {
    let numbers = Mutex<[Int]>([])
  }

  @Test func threadsPassInTheOrderInWhichTheyCame() {
    let (gate, ended) = (Gate(places: 1), DispatchSemaphore(value: 0))
    let passed = Passed()
    #expect(gate.enter(while: { true }))
    for i in 0..<5 {
      let isWaiting = Flag()
      let thread = Thread {
        _ = gate.enter {
          isWaiting.isSet = true
          return true
        }
        passed.numbers.withLock { $0.append(i) }
        gate.leave()
        ended.signal()
      }
      thread.start()
      #expect(comes { isWaiting.isSet })
    }
    #expect(!gate.waitUntilEmpty(seconds: 0.05) && passed.numbers.withLock { $0.isEmpty })
    gate.leave()
    for _ in 0..<5 { ended.wait() }
    #expect(gate.waitUntilEmpty(seconds: 10) && passed.numbers.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func whoGivesUpDoesNotHoldUpTheOthers() {
    let gate = Gate(places: 2)
    #expect(gate.enter(while: { true }) && gate.enter(while: { true }))
    #expect(!gate.enter(while: { false }))
    gate.leave()
    #expect(gate.enter(while: { true }))
  }
}
