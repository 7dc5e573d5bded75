import Console
import Kernels

// ngram: an n-gram language model, trained on a text file by counting.

Program(
  "ngram", version: programVersion,
  summary: "Train an n-gram model of characters or words on a text file, and see what it predicts: the baseline that "
    + "other language models must beat.",
  commands: [
    trainCommand, sampleCommand, nextCommand, evaluateCommand, compressCommand, decompressCommand, exportCommand,
    importCommand,
  ],
  threads: { Threads.count = $0 }
).main()
