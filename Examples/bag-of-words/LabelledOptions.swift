import Console
import Corpora
import Files

/// The options that say where in a file the labels and the texts are.
enum LabelledOptions {
  static let label = Option("label", default: "label", help: "the column of the labels, in a .csv file")
  static let text = Option("text", default: "text", help: "the column of the texts, in a .csv file")

  static let all: [any CommandOption] = [label, text, CommonOptions.lossy]

  /// Reads lines of label, tab and text, or a file of comma-separated values where it is named so.
  static func read(_ path: String, _ parsed: Parsed) throws -> LabelledTexts {
    let lossy = parsed[CommonOptions.lossy]
    if path.lowercased().hasSuffix(".csv") {
      return try LabelledTexts(csv: path, label: parsed[label], text: parsed[text], lossy: lossy)
    }
    for (name, option) in [("label", label), ("text", text)] where parsed.isGiven(option) {
      throw Problem(.usage, "--\(name) names a column of a .csv file, and \(path) is none")
    }
    return try LabelledTexts(tsv: path, lossy: lossy)
  }
}
