import Kernels
import Synchronization

/// Runs `body` with this number of threads, then goes back to the number before.
///
/// The number is the whole process's, and tests run side by side: those that set it take turns here. The others may run
/// meanwhile, since nothing that they look at depends on it.
@discardableResult
public func onThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
  try turn.withLock { _ in
    let before = Threads.count
    Threads.count = count
    defer { Threads.count = before }
    return try body()
  }
}

private let turn = Mutex(())
