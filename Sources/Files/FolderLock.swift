import Foundation

/// Keeps other processes out of a folder for as long as it lives; the system lets go of it when the process ends,
/// however it ends.
///
///     let lock = try FolderLock("runs/tales")    // a second process gets a problem here
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a folder that exists.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` when another process has it.
  public init(_ path: String) throws {
    // Not the property at once: an init that throws once all of those are set is followed by deinit, which would close
    // the descriptor a second time, and by then it may be another file's.
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Problem(.missing, "cannot open the folder \(path): \(systemMessage())") }
    // File systems that know no locks do without.
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(folder)
      throw Problem(
        .cannotCreate, "another process is writing into \(path)",
        suggestion: "Wait until it is done, or name another folder with --out.")
    }
    descriptor = folder
  }

  deinit {
    // Said outright: a child process that is just being started may hold a copy of the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
