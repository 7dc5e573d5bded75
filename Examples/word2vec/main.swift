// word2vec: words as vectors, and what can be asked of them.

import Console
import Kindling

Program(
  "word2vec", version: programVersion,
  summary:
    "Ask word vectors, trained here or published by others: which words are alike, and what becomes of king - man "
    + "+ woman.",
  commands: [
    nearestCommand, similarityCommand, analogyCommand, oddOneOutCommand, evaluateCommand, exportCommand,
    parametersCommand, plotCommand, gameCommand,
  ]
).main()
