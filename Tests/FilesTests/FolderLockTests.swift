import Files
import Foundation
import Testing

@Test func aFolderIsLockedForOneAndFreeWhenTheLockIsGone() throws {
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

@Test func aFolderThatIsNotThereCannotBeLocked() {
  let problem = #expect(throws: Problem.self) { try FolderLock("/nowhere/at/all") }
  #expect(problem?.kind == .missing)
}
