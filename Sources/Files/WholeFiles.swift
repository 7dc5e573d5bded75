import Foundation

/// Reads a whole file.
///
/// - Throws: `Problem` of kind `missing` when there is no such file, when it is a folder, or when it may not be read.
public func readFile(_ path: String) throws -> Data {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw Problem(.missing, "no such file: \(path)")
  }
  if isFolder.boolValue { throw Problem(.missing, "\(path) is a folder; a file is needed here") }
  do {
    return try Data(contentsOf: URL(fileURLWithPath: path))
  } catch {
    throw Problem(.missing, "cannot read \(path): \(reason(error))")
  }
}

/// Writes a whole file, or nothing: the bytes go to a file beside it, are flushed to the disk, and take its name at the end.
///
/// - Throws: `Problem` of kind `cannotCreate` when the file cannot be made, `inputOutput` when writing fails half-way (a full
///   disk); a file that stood there before is then still whole.
public func writeFile(_ data: Data, to path: String) throws {
  let partial = path + ".partial"
  let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard descriptor >= 0 else { throw Problem(.cannotCreate, "cannot write \(path): \(systemMessage())") }
  do {
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    try file.write(contentsOf: data)
    try file.synchronize()
    try file.close()
    guard rename(partial, path) == 0 else {
      throw Problem(.inputOutput, "cannot rename \(partial): \(systemMessage())")
    }
  } catch {
    close(descriptor)
    unlink(partial)
    throw error as? Problem ?? Problem(.inputOutput, "cannot write \(path): \(reason(error))")
  }
}

/// Writes a whole text file as UTF-8, or nothing; see ``writeFile(_:to:)-(Data,_)``.
public func writeFile(_ text: String, to path: String) throws {
  try writeFile(Data(text.utf8), to: path)
}

/// Makes a folder, and those above it, where they are missing, and makes sure that files can be written into it.
///
/// - Throws: `Problem` of kind `cannotCreate`.
public func createFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw Problem(.cannotCreate, "cannot make the folder \(path): \(reason(error))")
  }
  guard access(path, W_OK) == 0 else {
    throw Problem(.cannotCreate, "cannot write into \(path): \(systemMessage())")
  }
}

/// The C library's words for the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// The shortest true reason that a Foundation error carries: the system's own words where it has them.
func reason(_ error: any Error) -> String {
  if let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
    underlying.domain == NSPOSIXErrorDomain
  {
    return String(cString: strerror(Int32(underlying.code)))
  }
  return (error as? CocoaError)?.localizedDescription ?? String(describing: error)
}
