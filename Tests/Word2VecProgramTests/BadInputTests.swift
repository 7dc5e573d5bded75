import Foundation
import TestSupport
import Testing

/// A folder with faulty files.
private let folder: Program = {
  do {
    let program = try programWithVectors()
    try program.write("", to: "empty.txt")
    try program.write("a b 1\nc d\n", to: "pairs.txt")
    try program.write("x y 1\ny z 2\n", to: "strange.txt")
    try program.write(": s\na b c\n", to: "three.txt")
    try program.write("3 2\na 1 2\nb 3 4\nc five 6\n", to: "damaged.txt")
    try program.write("200 3\na 1 2 3\n", to: "cut.txt")
    try program.write("a 9 9\n. . 1 2\n", to: "spaces.txt")
    try Data([0x1F, 0x8B, 8, 0]).write(to: program.file("packed.gz"))
    try FileManager.default.createDirectory(at: program.file("folder"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: program.file("half"), withIntermediateDirectories: true)
    try program.write(
      #"{"kind": "word-vectors", "words": ["a", "b"], "counts": [2, 1]}"#, to: "half/vocabulary.json")
    try FileManager.default.createDirectory(at: program.file("characters"), withIntermediateDirectories: true)
    try program.write(#"{"program": "char-gpt 0.1.0"}"#, to: "characters/config.json")
    try program.write("no tensors", to: "half/model.safetensors")
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: [
  WrongCommand("nearest", 64, "WORD"),
  WrongCommand("nearest king", 66, "runs/", "word2vec train"),
  WrongCommand("nearest king --model nowhere", 66, "nowhere"),
  WrongCommand("nearest king --model folder", 66, "folder", "vocabulary.json"),
  WrongCommand("nearest king --model half/model.safetensors", 64, "is a file", "--model half"),
  WrongCommand("nearest king --model characters", 65, "characters", "char-gpt"),
  WrongCommand("parameters --model characters", 65, "characters", "char-gpt"),
  WrongCommand("nearest king --model half", 65, "half/model.safetensors"),
  WrongCommand("nearest king --vectors nowhere.txt", 66, "nowhere.txt", "https://nlp.stanford.edu/projects/glove/"),
  WrongCommand("nearest king --vectors folder", 66, "folder", "--model folder"),
  WrongCommand("nearest king --vectors empty.txt", 65, "empty.txt"),
  WrongCommand("nearest king --vectors damaged.txt", 65, "damaged.txt, line 4", "\"five\""),
  WrongCommand("nearest king --vectors cut.txt", 65, "cut.txt", "200 words"),
  WrongCommand("nearest king --vectors packed.gz", 65, "packed.gz", "gzip"),
  WrongCommand("nearest king --vectors made.txt --model half", 64, "--model", "--vectors"),
  WrongCommand("nearest king --lossy", 64, "--lossy", "--vectors"),
  WrongCommand("nearest king --vectors made.txt --limit 0", 64, "--limit"),
  WrongCommand("nearest king --vectors made.txt --count 0", 64, "--count"),
  WrongCommand("nearest kin --vectors made.txt", 65, "\"kin\"", "Did you mean king"),
  WrongCommand("nearest KNIG --vectors made.txt", 65, "\"KNIG\"", "Did you mean king"),
  WrongCommand("nearest archipelago --vectors made.txt", 65, "archipelago", "10 words"),
  WrongCommand("nearest king queen --vectors made.txt", 64, "queen"),
  WrongCommand("similarity king --vectors made.txt", 64, "B"),
  WrongCommand("similarity king quen --vectors made.txt", 65, "quen", "queen"),
  WrongCommand("analogy man woman --vectors made.txt", 64, "three words", "king - man + woman"),
  WrongCommand("analogy man woman king queen --vectors made.txt", 64, "three words"),
  WrongCommand("analogy king --vectors made.txt", 64, "king - man + woman"),
  WrongCommand("analogy king - - man --vectors made.txt", 64, "not a sum"),
  WrongCommand("analogy king - men --vectors made.txt", 65, "\"men\"", "man"),
  WrongCommand("odd-one-out king queen --vectors made.txt", 64, "three words"),
  WrongCommand("odd-one-out king queen sprite --vectors made.txt", 65, "sprite"),
  WrongCommand("evaluate --vectors made.txt", 64, "--pairs", "--analogies"),
  WrongCommand(
    "evaluate --pairs nowhere.tsv --vectors made.txt", 66, "nowhere.tsv", "https://fh295.github.io/simlex.html",
    "http://www.gabrilovich.com/resources/data/wordsim353/wordsim353.html"),
  WrongCommand(
    "evaluate --analogies nowhere.txt --vectors made.txt", 66, "nowhere.txt", "https://github.com/tmikolov/word2vec"),
  WrongCommand("evaluate --pairs pairs.txt --vectors made.txt", 65, "pairs.txt, line 2"),
  WrongCommand("evaluate --pairs strange.txt --vectors made.txt", 65, "strange.txt", "none of the 2 pairs"),
  WrongCommand("evaluate --analogies three.txt --vectors made.txt", 65, "three.txt, line 2"),
  WrongCommand("evaluate --analogies three.txt --limit 0", 64, "--limit"),
  WrongCommand("export --vectors made.txt", 64, "--out"),
  WrongCommand("export --vectors made.txt --out made.txt", 73, "made.txt", "input"),
  WrongCommand("export --vectors made.txt --out made.txt --overwrite", 73, "made.txt", "input"),
  WrongCommand("export --vectors made.txt --out pairs.txt", 73, "pairs.txt", "--overwrite"),
  WrongCommand("export --model half --out half/model.safetensors --overwrite", 73, "half/model.safetensors", "input"),
  WrongCommand("most-similar king", 64, "word2vec nearest"),
  WrongCommand("export --vectors made.txt --out new --format json", 64, "text or binary"),
  WrongCommand("export --vectors made.txt --out new/x.txt", 73, "new/x.txt"),
  WrongCommand("export --vectors spaces.txt --out new", 65, "\". .\""),
  WrongCommand("parameters --vocabulary 0", 64, "--vocabulary"),
  WrongCommand("parameters --model half --embedding 3", 64, "--model"),
  WrongCommand("parameters --model folder", 66, "folder"),
  WrongCommand("neerest king", 64, "neerest", "nearest"),
])
func mistakesGetAClearMessageAndLeaveNothingBehind(_ command: WrongCommand) throws {
  try folder.expectRefusal(command)
}
