import Console

// grammar: texts whose information content is known exactly, drawn from this project's own grammar.

Program(
  "grammar", version: programVersion,
  summary: "Write stories from a grammar, and compute exactly how many bits of information they contain: the floor "
    + "of every model's loss.",
  commands: [generateCommand, entropyCommand, floorCommand, conversationsCommand]
).main()
