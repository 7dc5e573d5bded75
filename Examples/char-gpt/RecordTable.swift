import Files
import Foundation
import Reports

/// The results of the rows as a table in Markdown.
struct RecordTable: CustomStringConvertible {
  let rows: [RecordRow]
  let results: [RecordResult]

  /// A heading, a line per row with its mean time, its mean loss and standard deviation, the difference from the row it
  /// is compared with, and how likely chance alone would make a difference as large.
  var description: String {
    var lines = [
      "| row | change | seconds | loss | ± | difference | p |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows {
      let own = results(of: row.name), losses = own.map(\.loss)
      guard !losses.isEmpty else { continue }
      let base = row.base.map { results(of: $0).map(\.loss) } ?? []
      let difference = base.isEmpty ? "" : signed(mean(losses) - mean(base))
      lines.append(
        "| \(row.name) | \(row.change.isEmpty ? "" : "`\(row.change)`") | "
          + "\(Formats.fixed(mean(own.map(\.seconds)), decimals: 1)) | \(Formats.fixed(mean(losses), decimals: 4)) | "
          + "\(losses.count > 1 ? Formats.fixed(standardDeviation(losses), decimals: 4) : "") | \(difference) | "
          + "\(welchTest(losses, base).map(text(ofProbability:)) ?? "") |")
    }
    return lines.joined(separator: "\n")
  }

  private func results(of row: String) -> [RecordResult] { results.filter { $0.row == row } }

  private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Formats.fixed(value, decimals: 4) }

  private func text(ofProbability p: Double) -> String { p < 0.001 ? "< 0.001" : Formats.fixed(p, decimals: 3) }
}
