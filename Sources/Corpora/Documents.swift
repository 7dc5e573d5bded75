import Files

/// Texts stored side by side in one buffer of bytes, ready for a bag of words to count or a search to scan.
///
///     let documents = Documents(["it was the best of times", "it was the worst of times"])
///     documents.count   // 2
///     documents[1]      // "it was the worst of times"
///
/// A thousand short texts cost little more than their bytes, since there is no `String` for each.
public struct Documents: Sendable {
  /// All texts as UTF-8.
  private var bytes: [UInt8] = []
  /// The range of each text in `bytes`.
  private var ranges: [Range<Int>] = []
  /// The path of the file of each document, if each document is a whole file; otherwise empty.
  public private(set) var fileNames: [String] = []

  /// Creates documents from the given texts.
  public init(_ texts: some Sequence<String> = []) {
    for text in texts { append(text.utf8) }
  }

  /// Creates documents from the lines of a text. The newline after the last line does not begin another line, and a
  /// carriage return before a newline is not part of the line.
  public init(linesOf text: [UInt8]) {
    bytes = text
    var start = 0
    while start < text.count {
      let newline = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let hasReturn = newline > start && newline < text.count && text[newline - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(hasReturn ? newline - 1 : newline))
      start = newline + 1
    }
  }

  /// Creates documents from files: the lines of a single file, or otherwise one document per file. A folder stands for
  /// the files of ``textFiles(_:)``; it never becomes lines.
  ///
  /// - Parameter remark: receives a line for each thing that was changed or left out while reading.
  /// - Throws: `Problem` when a file cannot be read, is empty or is not UTF-8; see ``textFiles(_:)`` and
  ///   ``readText(_:lossy:remark:)``.
  public init(files paths: [String], lossy: Bool = false, remark: (String) -> Void = { _ in }) throws {
    let (files, remarks) = try textFiles(paths)
    remarks.forEach(remark)
    if files.count == 1, files == paths {
      self.init(linesOf: try readTextBytes(files[0], lossy: lossy, remark: remark))
    } else {
      self.init()
      for file in files { append(try readTextBytes(file, lossy: lossy, remark: remark)) }
      fileNames = files.map(inputName)
    }
  }

  /// Adds a text, which must be UTF-8.
  mutating func append(_ text: some Collection<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    ranges.append(start..<bytes.count)
  }

  /// The number of documents.
  public var count: Int { ranges.count }

  /// The length of all documents, in bytes of UTF-8.
  public var byteCount: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The text of a document.
  public subscript(document: Int) -> String { String(decoding: bytes[ranges[document]], as: UTF8.self) }

  /// Returns the documents with these numbers, in this order.
  public func selecting(_ numbers: some Sequence<Int>) -> Documents {
    var selection = self
    selection.ranges = numbers.map { number in
      require(ranges.indices.contains(number), "Documents: document \(number) of \(count)")
      return ranges[number]
    }
    if !fileNames.isEmpty { selection.fileNames = numbers.map { fileNames[$0] } }
    return selection
  }

  /// Returns where documents can be divided into `count` parts of about the same length: the first document of each
  /// part, then the number of documents.
  public func parts(_ count: Int) -> [Int] {
    require(count >= 1, "Documents: \(count) parts")
    let total = byteCount + self.count
    var parts: [Int] = []
    var length = 0
    for (document, range) in ranges.enumerated() {
      if length * count >= total * parts.count { parts.append(document) }
      length += range.count + 1
    }
    return parts + [self.count]
  }

  /// Calls `body` with the bytes of all documents and the range of each.
  public func withBytes<Result>(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ ranges: UnsafeBufferPointer<Range<Int>>) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { bytes in try ranges.withUnsafeBufferPointer { try body(bytes, $0) } }
  }
}
