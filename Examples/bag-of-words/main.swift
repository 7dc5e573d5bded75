// bag-of-words: texts as vectors of word counts, and what can be done with them.

import Console
import Kernels

Program(
  "bag-of-words", version: programVersion,
  summary: "Turn texts into vectors of word counts, classify them, and find the most similar ones: the baseline that "
    + "every later model must beat.",
  commands: [
    vectorsCommand, trainCommand, classifyCommand, evaluateCommand, wordsCommand, nearestCommand, benchCommand,
  ],
  threads: { Threads.count = $0 }
).main()
