import Console
import Kernels

// tokenizer: vocabularies of subwords, trained on your text, and texts as tokens.

Program(
  "tokenizer", version: programVersion,
  summary: "Train a tokenizer on a text file, and turn texts into tokens and back.",
  commands: [trainCommand, encodeCommand, decodeCommand, countCommand, compareCommand],
  threads: { Threads.count = $0 }
).main()
