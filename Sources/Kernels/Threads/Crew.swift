import Synchronization

/// What a thread works with while it computes a part of ``parallelParts(_:_:)`` by itself: its share of the threads,
/// and memory of its own.
final class Crew: @unchecked Sendable {
  /// What the part's tensors and kernels take their memory from.
  let memory = Memory()
  /// The threads that help inside the part. Nobody is hired before there is a core for it.
  let team = ThreadTeam()
  /// The parts that this one belongs to.
  private var parts: PartsInHand?

  private static let ofThread = ThreadLocalPointer()

  /// The calling thread's crew; nil outside of parts.
  @inline(__always)
  static var current: Crew? {
    guard let pointer = ofThread.value else { return nil }
    return Unmanaged<Crew>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// The threads that kernels may use inside the part.
  var threadCount: Int { parts?.threadsEach ?? 1 }

  /// Runs `body` as the calling thread's part.
  func work(on parts: PartsInHand, _ body: () -> Void) {
    let before = Self.ofThread.value
    self.parts = parts
    Self.ofThread.value = Unmanaged.passUnretained(self).toOpaque()
    body()
    Self.ofThread.value = before
    self.parts = nil
  }
}

/// The parts of one job, of which each thread has one in hand.
final class PartsInHand: Sendable {
  private let threads, workers: Int
  private let left: Atomic<Int>

  /// Parts that nobody has begun, in the hands of the threads that the caller has.
  init(count: Int) {
    workers = min(Threads.count, count)
    // Threads beyond the cores that are up would only wait for each other inside a part.
    threads = min(Threads.count, Threads.available)
    left = Atomic(count)
  }

  func finishOne() { left.subtract(1, ordering: .relaxed) }

  /// How many threads each part in hand may use: more than one when there are fewer parts than threads.
  var threadsEach: Int { max(1, threads / max(1, min(workers, left.load(ordering: .relaxed)))) }
}

extension ThreadTeam {
  /// The team that the calling thread leads.
  static var current: ThreadTeam { Crew.current?.team ?? shared }
}
