import Foundation

/// The bytes of a safetensors file made by hand, right or wrong.
struct SafetensorsFile {
  var header: [UInt8]
  var data: [UInt8]
  /// What the first eight bytes say; none for the header's true length.
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

  /// Lends a path at which the file stands, and removes it afterwards.
  func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryPath { path in
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try body(path)
    }
  }
}

/// Lends a path at which nothing stands yet, and removes what stands there afterwards.
func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "kindling-\(UUID().uuidString).safetensors"
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The bytes of numbers as they lie in memory.
func bytes<Number>(of numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }
