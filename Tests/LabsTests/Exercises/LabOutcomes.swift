import Foundation

/// What the program `exercises` says of a lab with `--json`.
struct LabOutcomes: Decodable, Sendable {
  struct Exercise: Decodable, Sendable {
    let name, outcome: String
    let message, hint: String?

    /// All that the student reads.
    var words: String { [message, hint].compactMap(\.self).joined(separator: "\n") }
  }

  let name: String
  let exercises: [Exercise]

  /// The labs of a report; one that is not JSON, such as a compiler's, is the error.
  static func all(in report: String) throws -> [LabOutcomes] {
    struct Report: Decodable { let labs: [LabOutcomes] }
    guard let read = try? JSONDecoder().decode(Report.self, from: Data(report.utf8)) else {
      throw NotAReport(text: report)
    }
    return read.labs
  }

  private struct NotAReport: Error { let text: String }
}
