import Runs
import WordVectors

/// The file with the vectors as text, for other programs.
let vectorsFile = "vectors.txt"

/// The names of everything that a run writes.
let runFileNames = RunFolder.names(vocabularyFile: CountedWords.fileName) + [vectorsFile]

/// The folders of this program's models.
let modelFolders = ModelFolders(
  program: "word2vec", files: runFileNames, marks: [CountedWords.fileName],
  formerNames: [CountedWords.fileName: CountedWords.formerFileName])
