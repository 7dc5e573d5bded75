import Foundation

/// Reads a whole file; a pipe, such as `/dev/stdin`, is read to its end.
///
/// - Throws: `Problem` of kind `missing` when there is no such file, when it is a folder, or when it may not
///   be read; `inputOutput` when reading fails half-way.
public func readFile(_ path: String) throws -> Data {
  let descriptor = try openForReading(path)
  let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  if fileType(path) == S_IFDIR { throw Problem(.missing, "\(path) is a folder; a file is needed here") }
  do {
    return try file.readToEnd() ?? Data()
  } catch {
    throw Problem(.inputOutput, "cannot read \(path): \(reason(error))")
  }
}

/// Writes a whole file, or nothing; see ``writeFile(to:_:)``.
public func writeFile(_ data: Data, to path: String) throws {
  try writeFile(to: path) { try $0.write(contentsOf: data) }
}

/// Writes a whole file, or nothing: what `body` writes goes to a file beside it, is flushed to the disk, and takes its
/// name at the end.
///
///     try writeFile(to: "model.safetensors") { file in
///       for piece in pieces { try file.write(contentsOf: piece) }
///     }
///
/// - Throws: `Problem` of kind `cannotCreate` when the file cannot be made, `inputOutput` when writing fails
///   half-way (a full disk); a file that stood there before is then still whole.
public func writeFile(to path: String, _ body: (FileHandle) throws -> Void) throws {
  switch fileType(path) {
  case nil, S_IFREG: break
  case S_IFDIR: throw Problem(.cannotCreate, "cannot write \(path): it is a folder")
  // Renaming onto a device would put a plain file in its place: as root, even in that of /dev/null.
  default: throw Problem(.cannotCreate, "cannot write \(path): it is a device or a pipe")
  }
  let partial = path + ".partial"
  let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw Problem(.cannotCreate, "cannot write \(path): \(systemMessage())") }
  do {
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try body(file)
    try file.synchronize()
    try file.close()
    guard rename(partial, path) == 0 else {
      throw Problem(.inputOutput, "cannot rename \(partial) to \(path): \(systemMessage())")
    }
  } catch {
    unlink(partial)
    throw error as? Problem ?? Problem(.inputOutput, "cannot write \(path): \(reason(error))")
  }
}

/// Writes a whole text file as UTF-8, or nothing; see ``writeFile(to:_:)``.
public func writeFile(_ text: String, to path: String) throws {
  try writeFile(Data(text.utf8), to: path)
}

/// Removes those files of a folder that have one of the names, or nothing when one of these is no plain file.
///
/// A folder is never removed, however it is named; of a link, the link goes and what it leads to stays.
///
/// - Throws: `Problem` of kind `cannotCreate`: something else was to take their place.
public func removeFiles(_ names: [String], in folder: String) throws {
  let paths = names.map { (folder as NSString).appendingPathComponent($0) }
  for path in paths {
    switch fileType(path) {
    case nil, S_IFREG: break
    case S_IFDIR: throw Problem(.cannotCreate, "cannot replace \(path): it is a folder")
    default: throw Problem(.cannotCreate, "cannot replace \(path): it is a device or a pipe")
    }
  }
  for path in paths where unlink(path) != 0 && errno != ENOENT {
    throw Problem(.cannotCreate, "cannot remove \(path): \(systemMessage())")
  }
}

/// Makes a folder, and those above it, where they are missing, and makes sure that files can be written
/// into it.
///
/// - Throws: `Problem` of kind `cannotCreate`.
public func createFolder(_ path: String) throws {
  if let type = fileType(path), type != S_IFDIR {
    throw Problem(.cannotCreate, "cannot make the folder \(path): a file of that name stands there")
  }
  // Not through FileManager, which on Linux loses the system's reason.
  var folder = path.hasPrefix("/") ? "/" : ""
  for name in path.split(separator: "/") {
    folder += name + "/"
    // Another process may make it between our look and our attempt.
    guard fileType(folder) == S_IFDIR || mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw Problem(.cannotCreate, "cannot make the folder \(path): \(systemMessage())")
    }
  }
  guard access(path, W_OK | X_OK) == 0 else {
    throw Problem(.cannotCreate, "cannot write into \(path): \(systemMessage())")
  }
}

/// What stands at a path, links followed: `S_IFREG`, `S_IFDIR` and so on; nil when nothing can be seen there.
package func fileType(_ path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}

/// A descriptor for reading, with further flags for the system where needed; `Problem` of kind `missing` without one.
func openForReading(_ path: String, _ flags: Int32 = 0) throws -> Int32 {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
  guard descriptor >= 0 else {
    if errno == ENOENT { throw Problem(.missing, "no such file: \(path)") }
    throw Problem(.missing, "cannot read \(path): \(systemMessage())")
  }
  return descriptor
}

/// The C library's words for the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// The shortest true reason that a Foundation error carries: the system's own words where it has them.
func reason(_ error: any Error) -> String {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  if let underlying, underlying.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(underlying.code)))
  }
  return (error as? CocoaError)?.localizedDescription ?? String(describing: error)
}
