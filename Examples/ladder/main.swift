import Console
import Kernels

// ladder: the course's language models, from counting to the GPT, on one text.

Program(
  "ladder", version: programVersion,
  summary:
    "Train language models from a unigram to a GPT on one text, and compare how well they predict its last part. "
    + "Without a command: uses the text in data/ and takes about two and a half minutes.",
  commands: [runCommand],
  noArguments: { try climb(runCommand.parse([], program: "ladder")) },
  threads: { Threads.count = $0 }
).main()
