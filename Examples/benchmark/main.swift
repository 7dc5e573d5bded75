import Console
import Kernels

// benchmark: how fast the kernels and whole jobs run here, compared with the machine's peak.

Program(
  "benchmark", version: programVersion,
  summary: "Time the kernels and whole jobs against the machine's measured peak. Without a command: everything, "
    + "in a minute or two.",
  commands: [allCommand, machineCommand, kernelsCommand, jobsCommand],
  noArguments: { try allCommand.parse([], program: "benchmark").report([.machine, .kernels, .jobs]) },
  threads: { Threads.count = $0 }
).main()
