import Files

/// What was found out about a text while it was read.
struct TextFacts: Equatable {
  /// The length in bytes of UTF-8, as the text was handed out.
  var byteCount = 0
  /// Whether gzip packed the file.
  var isGzip = false
  /// The encoding, if it is not UTF-8, and whether a byte order mark named it.
  var encoding: TextEncoding?
  var isMarked = false
  /// How many line ends `\r\n` and `\r` became `\n`.
  var windowsLineEnds = 0, macLineEnds = 0
  /// How many characters U+FFFD took the place of bytes that are not in the encoding.
  var replacedCount = 0
  /// The number of control characters that texts do not need, such as NUL; see ``ByteCensus``.
  var controlCount = 0

  /// Whether a text never has so many control characters; it may have a few by accident.
  static func isBinary(controlCount: Int, of count: Int) -> Bool { controlCount > 16 && controlCount > count / 100 }

  /// Lines for the user: one for everything that was changed or is unusual.
  ///
  /// - Parameter path: the path of the text.
  func remarks(_ path: String) -> [String] {
    let name = inputName(path)
    var remarks: [String] = []
    func add(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { remarks.append("\(name): \(count == 1 ? "1 \(one)" : "\(count) \(many)")") }
    }
    if isGzip { remarks.append("\(name): unpacked with gzip") }
    if let encoding {
      remarks.append(
        "\(name): read as \(encoding.rawValue)" + (isMarked ? "" : ", recognized without a byte order mark"))
    }
    add(
      windowsLineEnds, "Windows line end (\\r\\n) became a newline", "Windows line ends (\\r\\n) became newlines")
    add(macLineEnds, "carriage return (\\r) became a newline", "carriage returns (\\r) became newlines")
    add(
      replacedCount, "sequence of bytes that is not \(encoding?.rawValue ?? "UTF-8") became U+FFFD",
      "sequences of bytes that are not \(encoding?.rawValue ?? "UTF-8") became U+FFFD")
    add(controlCount, "control character, such as NUL", "control characters, such as NUL")
    return remarks
  }
}
