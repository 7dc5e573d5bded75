/// What the Swift runtime writes to standard error when a program crashes: what is wrong, and the lines that led to it.
///
///     Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range
///
///     *** Signal 4: Backtracing from 0x7f90d1f6df7f... done ***
///     ...
///       3 [ra] 0x000055f9ca715e4c pick(_:_:) + 331 in exercises at /home/ada/kindling/Examples/exercises/05-decoding.swift:31:9
struct CrashReport {
  /// Environment variables that make the runtime write a report that is as short as it can be.
  ///
  /// Linux writes one anyway; macOS only if asked to.
  static let environment = [
    "SWIFT_BACKTRACE":
      "enable=yes,interactive=no,color=no,threads=crashed,registers=none,images=none,limit=64,output-to=stderr"
  ]

  /// What is wrong: "Index out of range"; nil if the report does not say.
  private(set) var message: String?
  /// The line of the student's file where it happened; nil if the report names none.
  private(set) var line: Int?
  /// The text before the report, which the student's code has written.
  let textBefore: String

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - text: all that a program that crashed wrote to standard error.
  ///   - file: the name of the student's file.
  init(_ text: String, file: String) {
    // The runtime's own remarks, for example about a thread that it could not stop, help nobody here.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("swift-runtime: ") }
    let error = /(?:(\S+):(\d+): )?(?:Fatal error|Precondition failed|Assertion failed)(?:: |$)/
    let start = lines.firstIndex { $0.hasPrefix("*** ") || $0.contains(error) } ?? lines.endIndex
    textBefore = lines[..<start].filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
    let report = lines[start...]

    if let first = report.first, let found = first.firstMatch(of: error) {
      // A message can have several lines; an empty one comes before what follows.
      message =
        ([first[found.range.upperBound...]] + report.dropFirst().prefix { !$0.isEmpty && !$0.hasPrefix("Current") })
        .joined(separator: " ")
      // A message about the student's own file names its line.
      if found.output.1?.hasSuffix("/\(file)") == true { line = found.output.2.flatMap { Int($0) } }
    } else {
      message = report.lazy.compactMap { $0.wholeMatch(of: /\*\*\* Swift runtime failure: (.+) \*\*\*/) }.first.map {
        String($0.1)
      }
    }
    // Otherwise the innermost call from there does.
    let place = /at \S.*\/([^\/:]+):(\d+)(?::\d+)?$/
    for frame in report where line == nil {
      if let found = frame.firstMatch(of: place), found.output.1 == file { line = Int(found.output.2) }
    }
  }
}
