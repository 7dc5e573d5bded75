import Cleaning
import Corpora
import Foundation

/// Documents of one file, a line each.
func documents(_ texts: [String]) -> [TextDocument] {
  texts.enumerated().map { TextDocument($1, path: "texts.txt", line: $0 + 1) }
}

/// Returns what a fresh step says about a text by itself.
func verdict(_ step: some CleaningStep, _ text: String) -> Verdict {
  var step = step
  return step.clean(documents([text]))[0]
}

/// Returns the text that a step leaves; nil if it removes the document.
func cleaned(_ step: some CleaningStep, _ text: String) -> String? {
  switch verdict(step, text) {
  case .unchanged: text
  case .changed(let text, _): text
  case .removed: nil
  }
}

/// A file in the package's data folder.
func data(_ name: String) -> String {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return package.appendingPathComponent("data/\(name)").path
}

/// Scalars that steps treat differently, for random texts.
let trickyScalars = Array(
  "aé e\u{301}\u{300}1@.-+()/ \n\n\t\u{7}\u{AD}\u{200B}\u{2028}\u{C}\u{FEFF}Ω漢\u{1F600}\u{200D}x".unicodeScalars)
