import Console
import Kernels

// assistant: from a model that completes texts to one that answers.

Program(
  "assistant", version: programVersion,
  summary: "Make a small chat model, stage by stage, and talk with it.",
  commands: [runCommand, chatCommand, serveCommand, evaluateCommand, labelCommand, frontierCommand],
  threads: { Threads.count = $0 }
).main()
