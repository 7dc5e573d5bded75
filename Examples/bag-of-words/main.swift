import Console
import Kernels

// bag-of-words: turns texts into vectors of word counts, classifies them, and searches them.

Program(
  "bag-of-words", version: programVersion,
  summary: "Turn texts into vectors of word counts, classify them, and find the most similar ones: the baseline that "
    + "every later model must beat.",
  commands: [
    vectorsCommand, trainCommand, classifyCommand, evaluateCommand, wordsCommand, nearestCommand, benchCommand,
  ],
  threads: { Threads.count = $0 }
).main()
