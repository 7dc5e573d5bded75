import Foundation

/// Writes a folder of files that belong together, or nothing: readers find either all the old or all the new files.
///
/// `body` fills a folder next to it, `path.next`. When that folder is complete and on the disk, the two are exchanged in
/// one step, and the old one is removed. On a file system that cannot exchange folders, the old folder is renamed to
/// `path.previous` and the new one to `path`. If the process is killed in between, one of the two is complete, and
/// ``recoverFolder(_:)`` puts it back in its place.
///
///     try writeFolder(to: "runs/tales/last") { folder in
///       try model.save(to: folder + "/model.safetensors")
///       try writeFile(state, to: folder + "/state.json")
///     }
///
/// - Throws: the error of `body`, or `Problem` of kind `inputOutput`; either the old or the new folder is then
///   complete.
public func writeFolder(to path: String, _ body: (_ folder: String) throws -> Void) throws {
  try writeFolder(to: path, exchange: exchangePaths, body)
}

/// Does the same with another function that exchanges two paths, for tests.
func writeFolder(
  to path: String, exchange: (String, String) -> Bool, _ body: (_ folder: String) throws -> Void
) throws {
  try recoverFolder(path)
  let (next, previous) = (path + ".next", path + ".previous")
  do {
    try makeFolder(next)
    try body(next)
    try flushFolder(next)
    if fileType(path) == nil {
      try move(next, to: path)
    } else if !exchange(next, path) {
      try move(path, to: previous)
      try move(next, to: path)
    }
    try flushFolder((path as NSString).deletingLastPathComponent)
  } catch {
    // If the last rename failed, the old folder is put back; if an earlier step failed, the new folder is incomplete.
    if fileType(path) == nil { rename(previous, path) }
    try? FileManager.default.removeItem(atPath: next)
    throw error
  }
  for old in [next, previous] { try remove(old) }
}

/// Completes a ``writeFolder(to:_:)`` that was killed partway, and removes its leftovers. Only the process that writes
/// the folder may call this.
///
/// - Throws: `Problem` of kind `inputOutput`.
public func recoverFolder(_ path: String) throws {
  let (next, previous) = (path + ".next", path + ".previous")
  if fileType(path) == nil, fileType(previous) != nil {
    // The old folder is renamed only after the new one is complete.
    try move(fileType(next) != nil ? next : previous, to: path)
  }
  for leftover in [next, previous] where fileType(leftover) != nil { try remove(leftover) }
}

private func makeFolder(_ path: String) throws {
  guard mkdir(path, 0o777) == 0 else {
    throw Problem(.inputOutput, "cannot create the folder \(path): \(systemMessage())")
  }
}

func move(_ path: String, to newPath: String) throws {
  guard rename(path, newPath) == 0 else {
    throw Problem(.inputOutput, "cannot rename \(path) to \(newPath): \(systemMessage())")
  }
}

func remove(_ path: String) throws {
  guard fileType(path) != nil else { return }
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    throw Problem(.inputOutput, "cannot remove \(path): \(reason(error))")
  }
}

/// Makes the system write a folder's list of names to the disk, so a file cannot come back empty after a power failure.
func flushFolder(_ path: String) throws {
  let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw Problem(.inputOutput, "cannot open \(path): \(systemMessage())") }
  defer { close(descriptor) }
  // Some file systems cannot flush a folder and do not need to.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw Problem(.inputOutput, "cannot flush \(path): \(systemMessage())")
  }
}
