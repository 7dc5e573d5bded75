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

  /// The wrong solutions of the chosen labs, divided so that no two of a round replace the same function.
  static let rounds: [[WrongSolution]] = {
    var rounds: [[WrongSolution]] = [], taken: [[String: Set<String>]] = []
    for wrong in all where LabsTests.isChosen(wrong.lab) {
      let names = Set(wrong.names)
      let place = taken.firstIndex { $0[wrong.lab, default: []].isDisjoint(with: names) } ?? rounds.count
      if place == rounds.count { (rounds, taken) = (rounds + [[]], taken + [[:]]) }
      rounds[place].append(wrong)
      taken[place][wrong.lab, default: []].formUnion(names)
    }
    return rounds
  }()

  /// The names of the declarations.
  var names: [String] { StartingFile(lines.joined(separator: "\n")).names }

  /// Whether the check of the function says what it must say, and no other.
  func isExplained(by outcomes: LabOutcomes) -> Bool {
    let own = outcomes.exercises.filter { names.contains($0.name) }
    return (own.isEmpty ? outcomes.exercises : own).contains { $0.outcome == "wrong" && $0.words.contains(words) }
  }
}
