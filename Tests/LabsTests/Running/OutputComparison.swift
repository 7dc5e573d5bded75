import Foundation

/// Compares printed output with the output that a lab shows.
///
/// Lines are compared without trailing space. A line `...` in the lab stands for any number of lines, including none.
/// Numbers must be equal, unless a tolerance or varying times allow others; then columns can shift, so runs of spaces
/// and of rules (`---`) count as one.
struct OutputComparison {
  let tolerance: Tolerance
  let varying: Varying

  init(_ options: BlockOptions) {
    tolerance = options.tolerance
    varying = options.varying
  }

  /// Returns nil if the texts match, otherwise where they differ.
  func difference(expected: [String], found: [String]) -> String? {
    let expected = Self.tidied(expected), found = Self.tidied(found)
    let (isMatch, reached) = matches(expected, found)
    if isMatch { return nil }
    func show(_ lines: [String], _ line: Int) -> String { line < lines.count ? lines[line] : "(nothing more)" }
    return """
      expected, line \(reached.expected + 1): \(show(expected, reached.expected))
      found, line \(reached.found + 1): \(show(found, reached.found))
      """
  }

  private static func tidied(_ lines: [String]) -> [String] {
    var lines = lines.map(\.withoutTrailingSpace)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Whether all lines match, and the farthest point up to which they did.
  private func matches(
    _ expected: [String], _ found: [String]
  ) -> (isMatch: Bool, reached: (expected: Int, found: Int)) {
    // The usual matching for patterns with one kind of wildcard: back up to the last `...`, which takes one more line.
    var e = 0, f = 0
    var wild: (e: Int, f: Int)?
    var reached = (expected: 0, found: 0)
    while f < found.count || e < expected.count {
      if e >= reached.expected { reached = (e, f) }
      if e < expected.count, expected[e].trimmed == "..." {
        wild = (e, f)
        e += 1
      } else if e < expected.count, f < found.count, agree(expected[e], found[f]) {
        (e, f) = (e + 1, f + 1)
      } else if let last = wild, last.f < found.count {
        wild = (last.e, last.f + 1)
        (e, f) = (last.e + 1, last.f + 1)
      } else {
        return (false, reached)
      }
    }
    return (true, reached)
  }

  /// Whether two lines match.
  func agree(_ expected: String, _ found: String) -> Bool {
    if expected == found { return true }
    if tolerance == .exact, varying == .none { return false }
    let a = pieces(withoutTheMachine(expected)), b = pieces(withoutTheMachine(found))
    return a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
  }

  private func agree(_ a: Piece, _ b: Piece) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a == b
    case (.number(let a), .number(let b)): tolerance.accepts(a, b)
    case (.varying, .varying): true
    default: false
    }
  }

  /// The line with all durations and thread counts made equal if times vary. A slower machine can change the units of a
  /// duration: `950 ms`, `1.2 s`, `4 min 3 s`; and the number of threads depends on the number of cores.
  private func withoutTheMachine(_ line: String) -> String {
    guard varying == .times else { return line }
    return line.replacing(
      /\d+(?:,\d{3})*(?:\.\d+)? (?:ns|µs|us|ms|s|min|h)(?: \d+ (?:s|min))?(?![A-Za-z0-9\/])/, with: "0 s"
    ).replacing(/\b\d+ threads?\b/, with: "0 threads")
  }

  private enum Piece {
    case text(String)
    case number(Double)
    case varying
  }

  private func pieces(_ line: String) -> [Piece] {
    var pieces: [Piece] = []
    // A column's first number can be shorter too.
    var rest = line.drop { $0 == " " }
    var previous: Character = " "
    // Digits within a word, as in x1, belong to it; a minus after a word is a hyphen.
    while let match = rest.firstMatch(of: /[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?/) {
      var range = match.range
      let before = range.lowerBound > rest.startIndex ? rest[rest.index(before: range.lowerBound)] : previous
      if "+-".contains(rest[range.lowerBound]), before.isWordLike {
        range = rest.index(after: range.lowerBound)..<range.upperBound
      } else if before.isWordLike, !before.isNumber {
        pieces.append(.text(Self.squeezed(rest[..<range.upperBound])))
        previous = rest[rest.index(before: range.upperBound)]
        rest = rest[range.upperBound...]
        continue
      }
      let text = rest[..<range.lowerBound]
      let number = rest[range]
      if !text.isEmpty { pieces.append(.text(Self.squeezed(text))) }
      let after = rest[range.upperBound...]
      if varying == .all || varying == .times && (Self.isTimeUnit(after) || Self.isTimeName(text)) {
        pieces.append(.varying)
      } else {
        pieces.append(.number(Double(number.filter { $0 != "," }) ?? .nan))
      }
      previous = number.last ?? " "
      rest = after
    }
    if !rest.isEmpty { pieces.append(.text(Self.squeezed(rest))) }
    return pieces
  }

  /// Columns are as wide as their numbers: runs of spaces and of hyphens count as one.
  private static func squeezed(_ text: Substring) -> String {
    String(text).replacing(/\ +/, with: " ").replacing(/-{2,}/, with: "--")
  }

  /// Whether the text after a number makes it a time or a speed: ` ms`, `s`, ` tokens/s`, ` GFLOP/s`.
  private static func isTimeUnit(_ text: Substring) -> Bool {
    text.prefixMatch(of: /\ ?(?:ns|µs|us|ms|s|min|h|seconds?|minutes?|hours?|[A-Za-z]+\/s)(?![A-Za-z0-9\/])/) != nil
  }

  /// Whether the name before a number makes it a time or a speed: `step_ms_median 23.2`, `"seconds":0.1`.
  private static func isTimeName(_ text: Substring) -> Bool {
    guard let match = text.firstMatch(of: /([A-Za-z_]+)"?[ :=]+$/) else { return false }
    let words = match.output.1.split(separator: "_").map(String.init)
    let units: Set = ["s", "ms", "us", "ns", "seconds", "minutes", "gflops", "elapsed"]
    return !units.isDisjoint(with: words) || match.output.1.contains("per_second")
  }
}

extension Character {
  fileprivate var isWordLike: Bool { isLetter || isNumber || self == "_" }
}
