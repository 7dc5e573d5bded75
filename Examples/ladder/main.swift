import Console
import Kernels

// ladder: the course's language models, from counting to the GPT, on one text.

Program(
  "ladder", version: programVersion,
  summary:
    "Train language models from a unigram to a modern GPT with counts on one text, and compare how well they predict its "
    + "last part. "
    + "Without a command: on data/generated.txt, in about three minutes on two cores.",
  commands: [runCommand],
  noArguments: firstClimb,
  threads: { Threads.count = $0 }
).main()
