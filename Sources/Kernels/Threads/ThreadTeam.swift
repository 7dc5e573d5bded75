import Dispatch
import Synchronization

/// Dispatch threads that stay ready between kernels.
///
/// Generating a token distributes work about forty times, a few microseconds each time. Waking a thread each time would
/// cost 15 to 30 microseconds. A helper that watches a counter for a moment before it sleeps starts within one
/// microsecond.
///
/// This is the only place where kernels deal with threads, and the only one responsible for raw pointers that cross
/// into them.
final class ThreadTeam: Sendable {
  static let shared = ThreadTeam()

  /// A thread's share of the current job: the number of its next run. Other threads take runs from it when their own
  /// share is done.
  private final class Share: Sendable {
    let next = Atomic<Int>(0)
    // Gives each share its own cache line, so threads that count their runs do not wait for each other.
    private let padding: (Int, Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// The function to call for each run. It is in a struct, because a pointer to a bare function would need a wrapper on
  /// the heap.
  private struct Body {
    let call: (_ run: Int, _ thread: Int) -> Void
  }

  /// The state that a helper watches.
  private final class Helper: Sendable {
    /// The number of the latest job that the helper is called for; a change of the number calls the helper.
    let call = Atomic<Int>(0)
    let isSleeping = Atomic<Bool>(false)
    let alarm = DispatchSemaphore(value: 0)
  }

  /// How many times a helper looks for the next job before it sleeps: about 50 microseconds.
  private static let patience = 30_000

  private let isTaken = Atomic<Bool>(false)
  private let number = Atomic<Int>(0)
  /// Whether helpers may join the current job, and how many have joined. A helper that comes late finds the job closed
  /// and leaves, so the caller never waits for a helper that has not begun.
  private let isOpen = Atomic<Bool>(false)
  private let working = Atomic<Int>(0)
  /// The current job: the number of runs, and the function to call for each. It is in the caller's stack frame, and the
  /// caller stays there until the last helper is done.
  nonisolated(unsafe) private var job: (runs: Int, threads: Int, body: UnsafePointer<Body>)?
  nonisolated(unsafe) private var helpers: [Helper] = []
  nonisolated(unsafe) private var shares: [Share] = [Share()]
  /// The resources of each thread for parts that it computes on its own.
  nonisolated(unsafe) private var crews: [Crew] = []
  /// Set while the caller sleeps until the last helper is done.
  private let isCallerSleeping = Atomic<Bool>(false)
  private let callerAlarm = DispatchSemaphore(value: 0)

  /// Calls `body` once for each number below `runs`, on up to `threads` threads, including the caller's, and passes the
  /// number of the thread that makes the call.
  ///
  /// If the team is busy with another caller's work, the caller does its own work alone, as thread -1.
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

  /// Does runs of the current job until none is left: first its own share, then the rest of the others' shares. Kernels
  /// split their work the same way, so a thread finds the data that it wrote in the previous kernel in its cache. It no
  /// longer uses the job after it returns.
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
    // A helper that still works may need this core, so the caller sleeps until the last helper wakes it. It checks
    // again when it wakes: the alarm may come from a helper of the previous job, which had lost its core between its
    // last two actions.
    while working.load(ordering: .sequentiallyConsistent) > 0 {
      isCallerSleeping.store(true, ordering: .sequentiallyConsistent)
      let isDone = working.load(ordering: .sequentiallyConsistent) == 0
      // As in `wait`: if the other side has already cleared the flag, an alarm is on its way.
      if !isDone || !isCallerSleeping.exchange(false, ordering: .sequentiallyConsistent) { callerAlarm.wait() }
    }
  }

  /// The last action of a helper in a job.
  private func leave() {
    guard working.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 else { return }
    if isCallerSleeping.exchange(false, ordering: .sequentiallyConsistent) { callerAlarm.signal() }
  }

  /// Returns the resources of a thread of the team for parts that it computes on its own; nil for a caller that found
  /// the team busy.
  func crew(of thread: Int) -> Crew? { thread >= 0 ? crews[thread] : nil }

  private func hire(number: Int) -> Helper {
    let helper = Helper()
    // Its own queue gives the helper its own thread. The shared queues have only as many threads as there are cores,
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

  /// Returns the number of the next job once the helper is called for it.
  private func wait(_ helper: Helper, after last: Int) -> Int {
    while true {
      for _ in 0..<Self.patience {
        let call = helper.call.load(ordering: .acquiring)
        if call != last { return call }
      }
      helper.isSleeping.store(true, ordering: .sequentiallyConsistent)
      // A call that came just before did not see the flag. A call that came just after did, and the helper must wait
      // for its alarm.
      let isCalled = helper.call.load(ordering: .sequentiallyConsistent) != last
      if !isCalled || !helper.isSleeping.exchange(false, ordering: .sequentiallyConsistent) { helper.alarm.wait() }
    }
  }
}
