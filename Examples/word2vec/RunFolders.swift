import Runs

/// The words of a model, most frequent first.
let vocabularyFile = "vocabulary.txt"

/// The vectors as text, for other programs.
let vectorsFile = "vectors.txt"

/// The folders of this program's models, which alone have weights beside a list of words.
let modelFolders = ModelFolders(
  program: "word2vec", suffix: "-word2vec", files: RunFolder.names(vocabularyFile: vocabularyFile) + [vectorsFile],
  marks: [vocabularyFile])
