import Kindling

/// The folders of this program's models, which alone have a vocabulary of terms, and neither tokenizer nor checkpoint.
let modelFolders = ModelFolders(
  program: "bag-of-words",
  files: RunFolder.names.filter { !["tokenizer.json", "last"].contains($0) } + ["vocabulary.json"],
  marks: ["vocabulary.json"])

/// The classifier to use: that of the folder asked for, or the one under `runs/` that was written last.
func loadClassifier(_ asked: String?) throws -> TextClassifier {
  try TextClassifier(folder: asked ?? modelFolders.latest())
}
