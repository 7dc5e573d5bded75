// ngram: an n-gram language model, learnt from a text file by counting.

import Console
import Kernels

Program(
  "ngram", version: programVersion,
  summary: "Learn an n-gram model of characters or words from a text file, and see what it predicts: the baseline that "
    + "other language models must beat.",
  commands: [
    trainCommand, sampleCommand, nextCommand, evaluateCommand, compressCommand, decompressCommand, exportCommand,
    importCommand,
  ],
  threads: { Threads.count = $0 }
).main()
