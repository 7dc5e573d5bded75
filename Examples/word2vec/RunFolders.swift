import Runs

/// The file with the words of a model, most frequent first.
let vocabularyFile = "vocabulary.txt"

/// The file with the vectors as text, for other programs.
let vectorsFile = "vectors.txt"

/// The folders of this program's models. No other program's models have a list of words beside their weights.
let modelFolders = ModelFolders(
  program: "word2vec", suffix: "-word2vec", files: RunFolder.names(vocabularyFile: vocabularyFile) + [vectorsFile],
  marks: [vocabularyFile])
