import Foundation

/// Writes a folder of files that belong together, or nothing: whoever looks finds all of the old ones or all of the new.
///
/// `body` fills a folder beside it, `path.next`. When that is whole and on the disk, the old folder steps aside as
/// `path.previous`, the new one takes its name, and the old one goes. A process that is killed in between leaves one of
/// the two whole; ``recoverFolder(_:)`` puts it back into its place.
///
///     try writeFolder(to: "runs/tales/last") { folder in
///       try model.save(to: folder + "/model.safetensors")
///       try writeFile(state, to: folder + "/state.json")
///     }
///
/// - Throws: what `body` throws, or `Problem` of kind `inputOutput`; the old folder or the new one is then whole.
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
    // If the last step failed, the old folder is put back; if anything before it did, the new one is not whole.
    if fileType(path) == nil { rename(previous, path) }
    try? FileManager.default.removeItem(atPath: next)
    throw error
  }
  try remove(previous)
}

/// Finishes what a killed ``writeFolder(to:_:)`` left half-way, and removes what it left behind. Only the process that
/// writes the folder may do so.
///
/// - Throws: `Problem` of kind `inputOutput`.
public func recoverFolder(_ path: String) throws {
  let (next, previous) = (path + ".next", path + ".previous")
  if fileType(path) == nil, fileType(previous) != nil {
    // The old folder steps aside only when the new one is whole.
    try move(fileType(next) != nil ? next : previous, to: path)
  }
  for leftover in [next, previous] where fileType(leftover) != nil { try remove(leftover) }
}

/// Removes a folder that ``writeFolder(to:_:)`` wrote, whole or not at all, with what a kill left beside it.
///
/// - Throws: `Problem` of kind `cannotCreate`, for something else was to take its place.
public func removeFolder(_ path: String) throws {
  do {
    if fileType(path) != nil {
      try recoverFolder(path)
      // Under this name it counts as one that is not whole.
      try move(path, to: path + ".next")
    }
    for leftover in [".next", ".previous"] { try remove(path + leftover) }
  } catch let problem as Problem {
    throw Problem(.cannotCreate, problem.message)
  }
}

private func makeFolder(_ path: String) throws {
  guard mkdir(path, 0o777) == 0 else {
    throw Problem(.inputOutput, "cannot make the folder \(path): \(systemMessage())")
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

/// Has the system put a folder's list of names on the disk, so that a name cannot come back empty after a power cut.
private func flushFolder(_ path: String) throws {
  let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw Problem(.inputOutput, "cannot open \(path): \(systemMessage())") }
  defer { close(descriptor) }
  // Some file systems cannot flush a folder, and need not.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw Problem(.inputOutput, "cannot flush \(path): \(systemMessage())")
  }
}
