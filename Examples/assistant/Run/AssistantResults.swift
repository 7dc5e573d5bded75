import Conversations
import Files
import Foundation
import Reports
import Tuning

/// The figures of a run: the contents of `results.json`.
struct AssistantResults: Codable, CustomStringConvertible {
  /// One figure of a stage.
  struct Figure: Codable, CustomStringConvertible {
    let stage: String
    let what: String
    let before: Double
    let after: Double
    /// What nothing can exceed; nil if that is not known.
    var best: Double?
    /// The exact divergence from the tuned model, in nats per answer.
    var divergence: Double?
    /// Of filters: how much of what was stopped should be stopped.
    var precision: Double?

    var description: String {
      let bound = best.map { " (at best \(number($0)))" } ?? ""
      let distance = divergence.map { ", at a divergence of \(number($0)) nats per answer" } ?? ""
      let rightly = precision.map { ", with a precision of \(number($0))" } ?? ""
      return "\(stage): \(what) from \(number(before)) to \(number(after))\(bound)\(distance)\(rightly)"
    }

    private func number(_ value: Double) -> String { Formats.significant(value, digits: 4) }
  }

  /// How a stage does in the tests.
  struct Marks: Codable {
    let stage: String
    let marks: ChatMarks
  }

  var plan: AssistantPlan
  let out: String
  var stages: [Figure] = []
  var marks: [Marks] = []
  var elapsedS = 0.0

  static let fileName = "results.json"

  /// The figures of all stages, and how the ones that talk do in each test.
  var description: String {
    var table = TextTable(
      [.left("test")] + marks.map { .right($0.stage) })
    for (name, _) in AssignmentSets.names {
      table.append(
        [name]
          + marks.map { stage in
            guard let marks = stage.marks.tests[name] else { return "" }
            return "\(percent(marks.share(marks.right))) (\(percent(marks.share(marks.form))))"
          })
    }
    let wrongly = marks.map { "\($0.stage) \(percent($0.marks.wrongly))" }.joined(separator: ", ")
    let rows = stages.map { "  \($0)" }.joined(separator: "\n")
    return """
      \(rows)

      Right answers, and in brackets answers in the form that was asked for:
      \(table)

      "I do not know" where there is an answer: \(wrongly)

      \(out): after \(Formats.duration(elapsedS))
      """
  }

  /// Writes the figures so far.
  func write() throws { try writeFile(json: self, to: (out as NSString).appendingPathComponent(Self.fileName)) }
}
