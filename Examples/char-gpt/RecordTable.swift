import Foundation
import Reports

/// The results of the rows as a page in Markdown.
struct RecordTable: CustomStringConvertible {
  let rows: [RecordRow]
  let results: [RecordResult]
  /// The name of the text, and how many of its characters were held out.
  let text: String
  let validationCharacters: Int
  let steps: Int
  let seeds: Int

  /// What was measured, and the table.
  var description: String {
    """
    # Records

    What each part of the recipe is worth: the loss of GPTs that differ in one thing, in nats per character, on the last
    \(Formats.grouped(validationCharacters)) characters of \(text), after \(Formats.count(steps, "step")).

    Up to "\(RecordRow.modern)", which is `--preset modern`, each row adds its change to the row before it. All other
    rows change one thing in that one. Loss and seconds of training are means of \(Formats.count(seeds, "seed")), with
    the standard deviation of the loss after it. The difference is that from the row that was changed; p is how likely
    chance alone would make one as large, in either direction (Welch's t-test).

    \(table)

    This page was made by `swift run char-gpt records FILE --steps \(steps) --seeds \(seeds)`. Its losses are the same
    on every machine; its times are not.
    """
  }

  /// A heading, and a line per row.
  private var table: String {
    var lines = [
      "| row | change | seconds | loss | ± | difference | p |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows {
      let own = results(of: row.name), losses = own.map(\.loss)
      guard !losses.isEmpty else { continue }
      let base = row.base.map { results(of: $0).map(\.loss) } ?? []
      let difference = base.isEmpty ? "" : signed(mean(losses) - mean(base))
      lines.append(
        "| \(row.name) | `\(row.change)` | "
          + "\(Formats.fixed(mean(own.map(\.seconds)), decimals: 1)) | \(Formats.fixed(mean(losses), decimals: 4)) | "
          + "\(losses.count > 1 ? Formats.fixed(standardDeviation(losses), decimals: 4) : "") | \(difference) | "
          + "\(welchTest(losses, base).map(text(ofProbability:)) ?? "") |")
    }
    return lines.joined(separator: "\n")
  }

  private func results(of row: String) -> [RecordResult] { results.filter { $0.training.row == row } }

  private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Formats.fixed(value, decimals: 4) }

  private func text(ofProbability p: Double) -> String { p < 0.001 ? "< 0.001" : Formats.fixed(p, decimals: 3) }
}
