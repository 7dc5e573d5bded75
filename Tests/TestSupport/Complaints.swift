import Synchronization
import Testing

/// Records what a checker has found as an issue of the running test; inside ``complaints(of:)``, it is collected.
///
/// Checkers report through this function only, so tests can plant a fault, and see it found, without an issue.
public func complain(_ complaint: String, sourceLocation: SourceLocation) {
  if let list = Complaints.current {
    list.texts.withLock { $0.append(complaint) }
  } else {
    Issue.record("\(complaint)", sourceLocation: sourceLocation)
  }
}

/// Returns what the checkers in `body` find, instead of recording it.
///
///     #expect(complaints { expectClose(actual: [1, 2], expected: [1], units: 0) } == ["2 values, expected 1"])
public func complaints(of body: () throws -> Void) rethrows -> [String] {
  let list = Complaints()
  try Complaints.$current.withValue(list, operation: body)
  return list.texts.withLock { $0 }
}

private final class Complaints: Sendable {
  @TaskLocal static var current: Complaints?
  let texts = Mutex<[String]>([])
}
