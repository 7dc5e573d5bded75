import Foundation

/// The path that stands for standard input wherever a text is read, by convention.
///
/// A file that really has this name is read as `./-`.
public let standardInput = "-"

/// Returns the name of an input in messages: its path, or "standard input".
///
///     inputName("tales.txt")   // tales.txt
///     inputName("-")           // standard input
public func inputName(_ path: String) -> String { path == standardInput ? "standard input" : path }

/// Opens a file for reading, or standard input if the path is `-`, and returns a descriptor that the caller closes.
///
/// - Throws: `Problem` of kind `missing` if there is no such file, if it is a folder, or if reading it is not
///   permitted.
func openInput(_ path: String) throws -> Int32 {
  let descriptor = path == standardInput ? duplicateOfStandardInput() : try openForReading(path)
  guard descriptor >= 0 else { throw Problem(.missing, "cannot read \(inputName(path)): \(systemMessage())") }
  guard fileType(ofDescriptor: descriptor) != S_IFDIR else {
    close(descriptor)
    throw Problem(.missing, "\(inputName(path)) is a folder; a file is needed here")
  }
  return descriptor
}

/// A duplicate, because closing it must not close standard input itself.
private func duplicateOfStandardInput() -> Int32 { fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) }

/// Returns the type of an open file: `S_IFREG`, `S_IFDIR` and so on; nil if it cannot be determined.
func fileType(ofDescriptor descriptor: Int32) -> mode_t? {
  var status = stat()
  return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : nil
}
