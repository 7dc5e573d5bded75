import Kernels

/// Runs `body` with the given number of threads, then restores the previous number.
///
/// The number applies to the whole process, and tests run in parallel, so the tests that set it take turns here. Other
/// tests can run at the same time, since nothing they check depends on it.
@discardableResult
public func onThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
  try turn.withLock { _ in
    let before = Threads.count
    Threads.count = count
    defer { Threads.count = before }
    return try body()
  }
}

private let turn = Lock(())
