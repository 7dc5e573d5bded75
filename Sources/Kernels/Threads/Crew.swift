import Synchronization

/// The resources of a thread while it computes a part of ``parallelParts(_:_:)`` on its own: its share of the threads,
/// and its own memory.
final class Crew: @unchecked Sendable {
  /// The memory that the part's tensors and kernels use.
  let memory = Memory()
  /// The threads that help inside the part. A thread is started only once there is a core for it.
  let team = ThreadTeam()
  /// All parts of the job that the current part belongs to.
  private var parts: PartsInHand?

  private static let ofThread = ThreadLocalPointer()

  /// The calling thread's crew; nil outside of parts.
  @inline(__always)
  static var current: Crew? {
    guard let pointer = ofThread.value else { return nil }
    return Unmanaged<Crew>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// The number of threads that kernels may use inside the part.
  var threadCount: Int { parts?.threadsEach ?? 1 }

  /// Runs `body`, one of the parts, on the calling thread with these resources.
  func work(on parts: PartsInHand, _ body: () -> Void) {
    let before = Self.ofThread.value
    self.parts = parts
    Self.ofThread.value = Unmanaged.passUnretained(self).toOpaque()
    body()
    Self.ofThread.value = before
    self.parts = nil
  }
}

/// The parts of one job. Each thread works on one part at a time.
final class PartsInHand: Sendable {
  private let threads, workers: Int
  private let left: Atomic<Int>

  /// Creates `count` parts, none of them begun, for the threads that the caller may use.
  init(count: Int) {
    workers = min(Threads.count, count)
    // If there were more threads than online cores, they would only wait for each other inside a part.
    threads = min(Threads.count, Threads.available)
    left = Atomic(count)
  }

  func finishOne() { left.subtract(1, ordering: .relaxed) }

  /// The number of threads that each part in progress may use: more than one if there are fewer parts than threads.
  var threadsEach: Int { max(1, threads / max(1, min(workers, left.load(ordering: .relaxed)))) }
}

extension ThreadTeam {
  /// The team that the calling thread leads.
  static var current: ThreadTeam { Crew.current?.team ?? shared }
}
