import Foundation

/// Keeps other processes out of a folder during its lifetime; the system releases the lock when the process ends, even
/// in a crash.
///
///     let lock = try FolderLock("runs/tales")    // a second process gets a problem here
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks a folder that exists.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` if another process holds the lock; `missing` if the folder cannot be
  ///   opened.
  public init(_ path: String) throws {
    // Does not set the property yet: if an init throws after all properties are set, deinit runs and would close the
    // descriptor a second time, and by then it may be another file's.
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Problem(.missing, "cannot open the folder \(path): \(systemMessage())") }
    // On a file system without locks, there is none.
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
