// grammar: texts whose information is known exactly, drawn from a grammar of this project's own.

import Console

Program(
  "grammar", version: programVersion,
  summary: "Write stories from a grammar, and say exactly how many bits they hold: the floor under every model's loss.",
  commands: [generateCommand, entropyCommand, floorCommand]
).main()
