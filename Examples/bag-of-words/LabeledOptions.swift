import Console
import Corpora
import Files

/// The options for reading a file of labels and texts.
enum LabeledOptions {
  static let label = Option("label", default: "label", help: "the column that holds the labels in a .csv file")
  static let text = Option("text", default: "text", help: "the column that holds the texts in a .csv file")

  static let all: [any CommandOption] = [label, text, CommonOptions.lossy]

  /// Reads lines of label, tab and text, or comma-separated values if the file name ends in `.csv`.
  static func read(_ path: String, _ parsed: Parsed) throws -> LabeledTexts {
    let lossy = parsed[CommonOptions.lossy]
    if [".csv", ".csv.gz"].contains(where: path.lowercased().hasSuffix) {
      return try LabeledTexts(csv: path, label: parsed[label], text: parsed[text], lossy: lossy)
    }
    for (name, option) in [("label", label), ("text", text)] where parsed.isGiven(option) {
      throw Problem(.usage, "--\(name) names a column of a .csv file, but \(path) is not one")
    }
    return try LabeledTexts(tsv: path, lossy: lossy)
  }
}
