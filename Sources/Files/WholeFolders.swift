import Foundation

/// Writes a folder of files that belong together, or nothing: readers find either all the old or all the new files.
///
/// `body` fills a folder next to it, `path.next`. When that folder is complete and on the disk, the old folder is
/// renamed to `path.previous`, the new one to `path`, and the old one is removed. If the process is killed in between,
/// one of the two is complete, and ``recoverFolder(_:)`` puts it back in its place.
///
///     try writeFolder(to: "runs/tales/last") { folder in
///       try model.save(to: folder + "/model.safetensors")
///       try writeFile(state, to: folder + "/state.json")
///     }
///
/// - Throws: the error of `body`, or `Problem` of kind `inputOutput`; either the old or the new folder is then
///   complete.
public func writeFolder(to path: String, _ body: (_ folder: String) throws -> Void) throws {
  try recoverFolder(path)
  let (next, previous) = (path + ".next", path + ".previous")
  do {
    try makeFolder(next)
    try body(next)
    try flushFolder(next)
    if fileType(path) != nil { try move(path, to: previous) }
    try move(next, to: path)
    try flushFolder((path as NSString).deletingLastPathComponent)
  } catch {
    // If the last rename failed, the old folder is put back; if an earlier step failed, the new folder is incomplete.
    if fileType(path) == nil { rename(previous, path) }
    try? FileManager.default.removeItem(atPath: next)
    throw error
  }
  try remove(previous)
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

/// Removes, completely or not at all, a folder that ``writeFolder(to:_:)`` wrote, and leftovers of a killed process.
///
/// - Throws: `Problem` of kind `cannotCreate`, because the folder is removed to make way for another.
public func removeFolder(_ path: String) throws {
  do {
    if fileType(path) != nil {
      try recoverFolder(path)
      // With this name it counts as incomplete.
      try move(path, to: path + ".next")
    }
    for leftover in [".next", ".previous"] { try remove(path + leftover) }
  } catch let problem as Problem {
    throw Problem(.cannotCreate, problem.message)
  }
}

private func makeFolder(_ path: String) throws {
  guard mkdir(path, 0o777) == 0 else {
    throw Problem(.inputOutput, "cannot create the folder \(path): \(systemMessage())")
  }
}

private func move(_ path: String, to newPath: String) throws {
  guard rename(path, newPath) == 0 else {
    throw Problem(.inputOutput, "cannot rename \(path) to \(newPath): \(systemMessage())")
  }
}

private func remove(_ path: String) throws {
  guard fileType(path) != nil else { return }
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    throw Problem(.inputOutput, "cannot remove \(path): \(reason(error))")
  }
}

/// Makes the system write a folder's list of names to the disk, so a file cannot come back empty after a power failure.
private func flushFolder(_ path: String) throws {
  let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw Problem(.inputOutput, "cannot open \(path): \(systemMessage())") }
  defer { close(descriptor) }
  // Some file systems cannot flush a folder and do not need to.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw Problem(.inputOutput, "cannot flush \(path): \(systemMessage())")
  }
}
