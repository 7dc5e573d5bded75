import Dispatch
import Synchronization

/// Threads of Dispatch that stay at hand between kernels.
///
/// Writing a token hands out work some forty times, a few microseconds each. Waking a thread for each would cost 15 to
/// 30 microseconds; a helper that watches a counter for a moment before it sleeps starts within one.
///
/// This is the one place where kernels meet threads, and the one that answers for raw pointers crossing into them.
final class ThreadTeam: Sendable {
  static let shared = ThreadTeam()

  /// A thread's share of the job in hand: the number of its next run. Others take from it when theirs is done.
  private final class Share: Sendable {
    let next = Atomic<Int>(0)
    // A cache line of its own, so that threads which count their runs do not wait for each other.
    private let padding: (Int, Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// What is called for each run. In a struct, since a bare function would be wrapped on the heap to be pointed at.
  private struct Body {
    let call: (_ run: Int, _ thread: Int) -> Void
  }

  /// What a helper watches.
  private final class Helper: Sendable {
    /// The number of the job that the helper is called to; a new number is the call.
    let call = Atomic<Int>(0)
    let isSleeping = Atomic<Bool>(false)
    let alarm = DispatchSemaphore(value: 0)
  }

  /// How often a helper looks for the next job before it sleeps: some 50 microseconds.
  private static let patience = 30_000

  private let isTaken = Atomic<Bool>(false)
  private let number = Atomic<Int>(0)
  /// Whether helpers may join the job in hand, and how many have. One that comes late finds it closed and leaves, so
  /// the caller waits for nobody who has not begun.
  private let isOpen = Atomic<Bool>(false)
  private let working = Atomic<Int>(0)
  /// The job in hand: how many runs, and what to call for each. It stands in the caller's stack frame, and the caller
  /// stays until the last helper has answered.
  nonisolated(unsafe) private var job: (runs: Int, threads: Int, body: UnsafePointer<Body>)?
  nonisolated(unsafe) private var helpers: [Helper] = []
  nonisolated(unsafe) private var shares: [Share] = [Share()]
  /// What each thread works with on parts by itself.
  nonisolated(unsafe) private var crews: [Crew] = []
  /// Set while the caller sleeps until the last helper is done.
  private let isCallerSleeping = Atomic<Bool>(false)
  private let callerAlarm = DispatchSemaphore(value: 0)

  /// Calls `body` once for each number below `runs`, on up to `threads` threads, the caller's among them, with the
  /// number of the thread that does it.
  ///
  /// When the team is busy with another caller's work, the caller does its own alone, as thread -1.
  @inline(never)
  func run(_ runs: Int, threads: Int, _ body: (_ run: Int, _ thread: Int) -> Void) {
    guard !isTaken.exchange(true, ordering: .acquiring) else {
      for run in 0..<runs { body(run, -1) }
      return
    }
    while crews.count < threads { crews.append(Crew()) }
    while helpers.count < threads - 1 {
      shares.append(Share())
      helpers.append(hire(number: shares.count - 1))
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: Body(call: body)) { body in
        job = (runs, threads, body)
        for thread in 0..<threads { shares[thread].next.store(runs * thread / threads, ordering: .relaxed) }
        isOpen.store(true, ordering: .sequentiallyConsistent)
        let number = number.add(1, ordering: .relaxed).newValue
        for helper in helpers.prefix(threads - 1) {
          helper.call.store(number, ordering: .sequentiallyConsistent)
          if helper.isSleeping.exchange(false, ordering: .sequentiallyConsistent) { helper.alarm.signal() }
        }
        workOff(as: 0)
        isOpen.store(false, ordering: .sequentiallyConsistent)
        awaitHelpers()
      }
    }
    isTaken.store(false, ordering: .releasing)
  }

  /// Does runs of the job in hand until none is left: its own share first, then what is left of the others'. Kernels cut
  /// their work alike, so a thread finds in its cache what it wrote in the kernel before. It holds nothing of the job once
  /// it returns.
  @inline(never)
  private func workOff(as thread: Int) {
    guard let job, thread < job.threads else { return }
    for offset in 0..<job.threads {
      let owner = (thread + offset) % job.threads
      let share = shares[owner], end = job.runs * (owner + 1) / job.threads
      while true {
        let run = share.next.add(1, ordering: .relaxed).oldValue
        guard run < end else { break }
        job.body.pointee.call(run, thread)
      }
    }
  }

  private func awaitHelpers() {
    for _ in 0..<Self.patience {
      if working.load(ordering: .sequentiallyConsistent) == 0 { return }
    }
    // Whoever still works may need this core: the caller leaves it until the last one wakes it. It looks again when it wakes:
    // the alarm may be that of a helper of the job before, which had lost its core between its last two acts.
    while working.load(ordering: .sequentiallyConsistent) > 0 {
      isCallerSleeping.store(true, ordering: .sequentiallyConsistent)
      let isDone = working.load(ordering: .sequentiallyConsistent) == 0
      // As in `wait`: who takes the mark back from the other's hands knows whether an alarm is on its way.
      if !isDone || !isCallerSleeping.exchange(false, ordering: .sequentiallyConsistent) { callerAlarm.wait() }
    }
  }

  /// A helper's last act in a job.
  private func leave() {
    guard working.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 else { return }
    if isCallerSleeping.exchange(false, ordering: .sequentiallyConsistent) { callerAlarm.signal() }
  }

  /// What a thread of the team works with on parts by itself; nil for a caller that found the team busy.
  func crew(of thread: Int) -> Crew? { thread >= 0 ? crews[thread] : nil }

  private func hire(number: Int) -> Helper {
    let helper = Helper()
    // A queue of its own gives the helper a thread of its own. The shared queues have only as many as there are cores,
    // and a helper never gives its thread back.
    DispatchQueue(label: "kindling.helper").async { [self] in
      var last = 0
      while true {
        last = wait(helper, after: last)
        working.add(1, ordering: .sequentiallyConsistent)
        if isOpen.load(ordering: .sequentiallyConsistent) { workOff(as: number) }
        leave()
      }
    }
    return helper
  }

  /// Returns the number of the next job once the helper is called to it.
  private func wait(_ helper: Helper, after last: Int) -> Int {
    while true {
      for _ in 0..<Self.patience {
        let call = helper.call.load(ordering: .acquiring)
        if call != last { return call }
      }
      helper.isSleeping.store(true, ordering: .sequentiallyConsistent)
      // A call that came just before has not seen that the helper sleeps. One that came just after has, and its
      // alarm must be heard out.
      let isCalled = helper.call.load(ordering: .sequentiallyConsistent) != last
      if !isCalled || !helper.isSleeping.exchange(false, ordering: .sequentiallyConsistent) { helper.alarm.wait() }
    }
  }
}
