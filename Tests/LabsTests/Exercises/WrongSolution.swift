import Foundation
import Testing

/// Solutions with mistakes that are easy to make, from `WrongSolutions/NN-name.swift`.
///
/// Each begins with a line `// wrong: what the check must say`; the functions below it replace the correct ones.
struct WrongSolution: CustomTestStringConvertible, Sendable {
  let lab: String
  /// Words that the check's answer must contain.
  let words: String
  let lines: [String]

  var testDescription: String { "\(lab): \(words)" }

  private static let folder = Clone.root.appendingPathComponent("Tests/LabsTests/WrongSolutions")

  /// The wrong solutions of all labs.
  static let all = ExerciseFolder.labs.flatMap(of)

  /// The wrong solutions of a lab.
  static func of(_ lab: String) -> [WrongSolution] {
    guard let text = try? String(contentsOf: folder.appendingPathComponent("\(lab).swift"), encoding: .utf8) else {
      return []
    }
    let lines = text.components(separatedBy: "\n")
    let mark = "// wrong: "
    let starts = lines.indices.filter { lines[$0].hasPrefix(mark) }
    return zip(starts, starts.dropFirst() + [lines.count]).map { start, end in
      WrongSolution(
        lab: lab, words: String(lines[start].dropFirst(mark.count)), lines: Array(lines[(start + 1)..<end]))
    }
  }
}
