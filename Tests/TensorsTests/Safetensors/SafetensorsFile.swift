import Foundation

/// The bytes of a handmade safetensors file, valid or not.
struct SafetensorsFile {
  var header: [UInt8]
  var data: [UInt8]
  /// The header length in the first eight bytes; nil for the actual length.
  var length: UInt64?

  init(_ header: [UInt8], data: [UInt8] = [], length: UInt64? = nil) {
    self.header = header
    self.data = data
    self.length = length
  }

  init(_ header: String, data: [UInt8] = [], length: UInt64? = nil) {
    self.init(Array(header.utf8), data: data, length: length)
  }

  var bytes: [UInt8] {
    withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Array($0) } + header + data
  }

  /// Runs the body with the path of the file, which is removed afterward.
  func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryPath { path in
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try body(path)
    }
  }
}

/// Runs the body with a path that does not exist yet; a file there is removed afterward.
func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "kindling-\(UUID().uuidString).safetensors"
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The bytes of numbers as stored in memory.
func bytes<Number>(of numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }
