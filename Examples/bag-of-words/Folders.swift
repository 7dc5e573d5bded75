import BagOfWords
import Runs

/// The folders of this program's models, which alone have a vocabulary of terms, and neither tokenizer nor checkpoint.
let modelFolders = ModelFolders(
  program: "bag-of-words", files: RunFolder.names(vocabularyFile: termsFile).filter { $0 != "last" },
  marks: [termsFile])

/// The terms and their columns.
let termsFile = "vocabulary.json"

/// Loads the classifier of the folder asked for, or the one under `runs/` that was written last.
func loadClassifier(_ asked: String?) throws -> TextClassifier {
  try TextClassifier(folder: asked ?? modelFolders.latest())
}
