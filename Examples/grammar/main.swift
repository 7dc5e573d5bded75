import Console

// grammar: texts with exactly known information, drawn from this project's own grammar.

Program(
  "grammar", version: programVersion,
  summary: "Write stories from a grammar, and compute the exact bits in them: the floor of every model's loss.",
  commands: [generateCommand, entropyCommand, floorCommand]
).main()
