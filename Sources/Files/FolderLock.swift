import Foundation

/// A lock that keeps other processes from writing into a folder while this object exists. The system releases it when
/// the process ends, even in a crash.
///
///     let lock = try FolderLock("runs/tales")    // throws in a second process
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks an existing folder.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` if another process holds the lock; `missing` if the folder cannot be
  ///   opened.
  public init(_ path: String) throws {
    // Does not set the property yet: if an initializer throws after all properties are set, deinit runs. It would close
    // the descriptor a second time, when it might already belong to another file.
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Problem(.missing, "cannot open the folder \(path): \(systemMessage())") }
    // A file system without locks leaves the folder unlocked.
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(folder)
      throw Problem(
        .cannotCreate, "another process is writing into \(path)",
        suggestion: "Wait until it is done, or name another folder.")
    }
    descriptor = folder
  }

  deinit {
    // Unlocks explicitly, because a child process that is just being started may hold a copy of the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
