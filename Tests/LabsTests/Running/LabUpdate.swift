import Foundation

/// Replaces the outputs that a lab shows by those that were found.
enum LabUpdate {
  /// Whether the user asked for it: `KINDLING_UPDATE_LABS=1 swift test --filter LabsTests`.
  static let isWanted = !(ProcessInfo.processInfo.environment["KINDLING_UPDATE_LABS"] ?? "").isEmpty

  /// Returns the lab's text with differing outputs replaced.
  ///
  /// An output that still matches stays as it is. One with a line `...` keeps its number of lines before and after it.
  static func updated(_ lab: Lab, found: [Int: [String]]) -> String {
    var lines = lab.lines
    for (index, new) in found.sorted(by: { $0.key > $1.key }) {
      guard let output = lab.output(of: index) else { continue }
      let options = lab.options(of: index)
      if OutputComparison(options).difference(expected: output.lines, found: new) == nil { continue }
      lines.replaceSubrange(output.line..<output.line + output.lines.count, with: shortened(new, as: output.lines))
    }
    return lines.joined(separator: "\n")
  }

  private static func shortened(_ new: [String], as old: [String]) -> [String] {
    let new = Array(new.map(\.withoutTrailingSpace).reversed().drop(while: \.isEmpty).reversed())
    let gaps = old.indices.filter { old[$0].trimmed == "..." }
    guard let gap = gaps.first, let last = gaps.last else { return new }
    let head = gap, tail = old.count - 1 - last
    return head + tail < new.count ? new[..<head] + ["..."] + new[(new.count - tail)...] : new
  }
}
