import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@Test func aFolderIsLockedOnceUntilTheLockIsReleased() throws {
  try withTemporaryFolder { folder in
    var first: FolderLock? = try FolderLock(folder)
    withExtendedLifetime(first) {
      let problem = #expect(throws: Problem.self) { try FolderLock(folder) }
      #expect(problem?.kind == .cannotCreate && problem?.message.contains(folder) == true)
    }
    first = nil
    _ = try FolderLock(folder)
  }
}

@Test func aMissingFolderCannotBeLocked() {
  let problem = #expect(throws: Problem.self) { try FolderLock("/nowhere/at/all") }
  #expect(problem?.kind == .missing)
}

/// A lock that fails must close its file once, not twice: by the second time the descriptor can belong to another
/// thread.
@Test func aFailedLockClosesNoFileOfAnotherThread() throws {
  try withTemporaryFolder { folder in
    let first = try FolderLock(folder)
    try writeFile("x", to: folder + "/file")
    let failures = Atomic<Int>(0)
    withExtendedLifetime(first) {
      DispatchQueue.concurrentPerform(iterations: 4) { thread in
        for _ in 0..<5000 {
          if thread % 2 == 0 {
            _ = try? FolderLock(folder)
          } else if (try? readFile(folder + "/file")) != Data("x".utf8) {
            failures.add(1, ordering: .relaxed)
          }
        }
      }
    }
    #expect(failures.load(ordering: .relaxed) == 0)
  }
}
