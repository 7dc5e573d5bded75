// word2vec: vectors for words, learnt from a text file, and what can be asked of them.

import Console
import Kernels

Program(
  "word2vec", version: programVersion,
  summary: "Learn a vector for each word of a text, so that words that are used alike lie close together; ask the "
    + "vectors, or published ones, what becomes of king - man + woman; draw them, and play with them.",
  commands: [
    trainCommand, nearestCommand, similarityCommand, analogyCommand, oddOneOutCommand, evaluateCommand, plotCommand,
    gameCommand, exportCommand, parametersCommand,
  ],
  threads: { Threads.count = $0 }
).main()
