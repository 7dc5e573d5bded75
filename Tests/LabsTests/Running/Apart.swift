import Foundation

/// Runs work that takes seconds, and mostly waits for other programs, on its own thread, so the caller's thread stays
/// free.
///
///     let result = try await apart { try Commands(folder: folder).run(script: "swift run ladder run text.txt") }
///
/// The test runner has one thread per core for all tests. With labs on all of them, every other test would wait for
/// minutes, and so would the runner's own bookkeeping of the processes that its exit tests started: until that is done,
/// the runner polls for their end without pausing, which takes half a core from the labs.
func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    lanes.addOperation { continuation.resume(with: Result(catching: work)) }
  }
}

private let lanes: OperationQueue = {
  let queue = OperationQueue()
  queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount
  return queue
}()
