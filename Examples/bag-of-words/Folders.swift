import BagOfWords
import Console
import Runs

/// The folders of this program's models. No other program's models have a vocabulary of terms; these have neither a
/// tokenizer nor a checkpoint.
let modelFolders = ModelFolders(
  program: "bag-of-words", files: RunFolder.names(vocabularyFile: termsFile).filter { $0 != "last" },
  marks: [termsFile])

/// The terms and their columns.
let termsFile = "vocabulary.json"

/// Loads the classifier in the folder given with `--model`, or the latest one under `runs/`.
func loadClassifier(_ parsed: Parsed) throws -> TextClassifier {
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  return try TextClassifier(folder: modelFolders.model(asked: parsed[CommonOptions.model], remarks))
}
