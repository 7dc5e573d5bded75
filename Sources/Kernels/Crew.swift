/// What a thread works with while it computes a part of ``parallelParts(_:_:)`` by itself: its share of the threads,
/// and memory of its own.
final class Crew: @unchecked Sendable {
  /// The threads that kernels may use inside the part.
  private(set) var threadCount = 1
  /// What the part's tensors and kernels take their memory from.
  let memory = Memory()
  /// The threads that help inside the part. Nobody is hired before there is a core for it.
  let team = ThreadTeam()

  private static let ofThread = ThreadLocalPointer()

  /// The calling thread's crew; nil outside of parts.
  @inline(__always)
  static var current: Crew? {
    guard let pointer = ofThread.value else { return nil }
    return Unmanaged<Crew>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Runs `body` as the calling thread's part.
  func work(threads: Int, _ body: () -> Void) {
    let before = Self.ofThread.value
    threadCount = threads
    Self.ofThread.value = Unmanaged.passUnretained(self).toOpaque()
    body()
    Self.ofThread.value = before
  }
}

extension ThreadTeam {
  /// The team that the calling thread leads.
  static var current: ThreadTeam { Crew.current?.team ?? shared }
}
