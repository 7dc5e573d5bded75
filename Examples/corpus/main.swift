import Console
import Kernels

// corpus: the preparation of training texts.

Program(
  "corpus", version: programVersion,
  summary: "Prepare texts for training: clean them, leave out duplicates, and mix several sources.",
  commands: [cleanCommand, statsCommand, mixCommand], threads: { Threads.count = $0 }
).main()
