import Foundation

/// Reads a whole file, or standard input if the path is `-`; a pipe is read to its end. The bytes are not changed in any
/// way.
///
/// - Throws: `Problem` of kind `missing` if there is no such file, if it is a folder, or if reading it is not
///   permitted; `inputOutput` if reading fails partway.
public func readFile(_ path: String) throws -> Data {
  let file = FileHandle(fileDescriptor: try openInput(path), closeOnDealloc: true)
  do {
    return try file.readToEnd() ?? Data()
  } catch {
    throw Problem(.inputOutput, "cannot read \(inputName(path)): \(reason(error))")
  }
}

/// Writes a whole file, or nothing; see ``writeFile(to:_:)``.
public func writeFile(_ data: Data, to path: String) throws {
  try writeFile(to: path) { try $0.write(contentsOf: data) }
}

/// Writes a whole file, or nothing: `body` writes to a temporary file next to it, which is flushed to the disk and then
/// renamed to `path`.
///
///     try writeFile(to: "model.safetensors") { file in
///       for piece in pieces { try file.write(contentsOf: piece) }
///     }
///
/// - Throws: `Problem` of kind `cannotCreate` if the file cannot be created, `inputOutput` if writing fails partway,
///   such as on a full disk. A file that existed before is then unchanged.
public func writeFile(to path: String, _ body: (FileHandle) throws -> Void) throws {
  switch fileType(path) {
  case nil, S_IFREG: break
  case S_IFDIR: throw Problem(.cannotCreate, "cannot write \(path): it is a folder")
  // Renaming onto a device would replace it with a regular file; for root, even /dev/null.
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

/// Removes the files with the given names from a folder, or none of them if one of them is not a regular file.
///
/// A folder with one of the names is never removed. If a file is a symbolic link, only the link is removed, not its
/// target.
///
/// - Throws: `Problem` of kind `cannotCreate`, because the files are removed to make way for others.
public func removeFiles(_ names: [String], in folder: String) throws {
  try requireRegularFiles(names, in: folder)
  for path in names.map({ (folder as NSString).appendingPathComponent($0) })
  where unlink(path) != 0 && errno != ENOENT {
    throw Problem(.cannotCreate, "cannot remove \(path): \(systemMessage())")
  }
}

/// Checks that each file with one of these names, if there is one, is a regular file and can be replaced.
func requireRegularFiles(_ names: [String], in folder: String) throws {
  for path in names.map({ (folder as NSString).appendingPathComponent($0) }) {
    switch fileType(path) {
    case nil, S_IFREG: break
    case S_IFDIR: throw Problem(.cannotCreate, "cannot replace \(path): it is a folder")
    default: throw Problem(.cannotCreate, "cannot replace \(path): it is a device or a pipe")
    }
  }
}

/// Creates a folder and its parents if they are missing, and checks that files can be written into it.
///
/// - Throws: `Problem` of kind `cannotCreate`.
public func createFolder(_ path: String) throws {
  if let type = fileType(path), type != S_IFDIR {
    throw Problem(.cannotCreate, "cannot create the folder \(path): a file with that name exists")
  }
  // Does not use FileManager, which loses the system's error message on Linux.
  var folder = path.hasPrefix("/") ? "/" : ""
  for name in path.split(separator: "/") {
    folder += name + "/"
    // Another process may create it between our check and our attempt.
    guard fileType(folder) == S_IFDIR || mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw Problem(.cannotCreate, "cannot create the folder \(path): \(systemMessage())")
    }
  }
  guard access(path, W_OK | X_OK) == 0 else {
    throw Problem(.cannotCreate, "cannot write into \(path): \(systemMessage())")
  }
}

/// Returns the type of the file at a path after following links: `S_IFREG`, `S_IFDIR` and so on; nil if it cannot be
/// determined.
package func fileType(_ path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}

/// Returns the size of a regular file in bytes without opening it; nil for anything else. Opening a pipe and closing it
/// again would end the program that writes into it.
package func fileSize(_ path: String) -> Int? {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
}

/// Opens a file for reading, with optional extra flags, and returns its descriptor; throws `Problem` of kind `missing`
/// if that fails.
func openForReading(_ path: String, _ flags: Int32 = 0) throws -> Int32 {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
  guard descriptor >= 0 else {
    if errno == ENOENT { throw Problem(.missing, "no such file: \(path)") }
    throw Problem(.missing, "cannot read \(path): \(systemMessage())")
  }
  return descriptor
}

/// Returns the C library's message for the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// Returns the shortest accurate reason in a Foundation error: the system's own message, if there is one.
func reason(_ error: any Error) -> String {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  if let underlying, underlying.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(underlying.code)))
  }
  return (error as? CocoaError)?.localizedDescription ?? String(describing: error)
}
