import Console
import Kernels

// word2vec: learns word vectors from a text file, and answers questions with them.

Program(
  "word2vec", version: programVersion,
  summary: "Learn a vector for each word of a text, so words that are used alike are close together. Ask these "
    + "vectors or published ones what king - man + woman is, draw them, and play a game with them.",
  commands: [
    trainCommand, nearestCommand, similarityCommand, analogyCommand, oddOneOutCommand, evaluateCommand, plotCommand,
    gameCommand, exportCommand, parametersCommand,
  ],
  threads: { Threads.count = $0 }
).main()
