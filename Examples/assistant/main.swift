import Console
import Kernels

// assistant: from a model that completes texts to one that answers.

Program(
  "assistant", version: programVersion,
  summary: "Make a small chat model, stage by stage, and talk with it. Without a command: the whole way, in about ten "
    + "minutes on two cores, and then a chat.",
  commands: [runCommand, chatCommand, serveCommand, evaluateCommand, labelCommand, frontierCommand],
  noArguments: wholeWay, threads: { Threads.count = $0 }
).main()
