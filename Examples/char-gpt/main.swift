import Console
import Kernels

// char-gpt: a character-level GPT, trained from scratch on a text file.

Program(
  "char-gpt", version: programVersion,
  summary: "Train a character-level GPT on a text file, and see what it learned. Without a command: a first run of "
    + "about half a minute, on the tales in data/.",
  commands: [
    trainCommand, finetuneCommand, mergeCommand, mixCommand, sampleCommand, writeCommand, nextCommand, evaluateCommand,
    runsCommand, reportCommand,
    compareCommand, parametersCommand, costCommand, logitsCommand, exploreCommand, exportCommand, importCommand,
    benchCommand, recordsCommand,
  ],
  noArguments: firstRun, threads: { Threads.count = $0 }
).main()
