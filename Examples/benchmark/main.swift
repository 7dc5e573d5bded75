// benchmark: how fast the kernels and whole jobs run here, beside what the machine can do.

import Console
import Kernels

Program(
  "benchmark", version: programVersion,
  summary: "Time the kernels and whole jobs, each beside the machine's measured peak. Without a command: all of it, "
    + "in a minute or two.",
  commands: [allCommand, machineCommand, kernelsCommand, jobsCommand],
  noArguments: { try allCommand.parse([], program: "benchmark").report([.machine, .kernels, .jobs]) },
  threads: { Threads.count = $0 }
).main()
