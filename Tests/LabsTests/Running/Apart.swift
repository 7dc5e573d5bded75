import Foundation

/// Does what takes seconds, and mostly waits for other programs, on threads of its own; the caller's goes on meanwhile.
///
///     let result = try await apart { try Commands(folder: folder).run(script: "swift run ladder run text.txt") }
///
/// The test runner has a thread a core for all tests. With labs on all of them, every other test would wait for minutes,
/// and so would the runner's own account of the processes that its exit tests started: until it is made, the runner
/// watches for their end without a pause, which takes half a core from the labs.
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
