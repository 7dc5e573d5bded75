import Foundation
import TestSupport
import Testing

/// A folder with faulty texts and models.
private let folder: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    try program.write("", to: "empty.txt")
    try program.write(" \n \n", to: "blank.txt")
    try program.write("ab", to: "short.txt")
    try program.write("one <s> two\n", to: "marked.txt")
    try program.write("\\data\\\nngram 1=3\n", to: "cut.arpa")
    let markers = "-99 <s>\n-0.3 </s>\n"
    try program.write("\\data\\\nngram 1=2\n\n\\1-grams:\n\(markers)\n\\end\\\n", to: "markers.arpa")
    let single = "-0.3 a 9\n\(markers)"
    try program.write(
      "\\data\\\nngram 1=3\nngram 2=1\n\n\\1-grams:\n\(single)\n\\2-grams:\n-0.1 <s> a\n\\end\\\n", to: "rests.arpa")
    try program.write(#"{"ordr": 3}"#, to: "wrong.json")
    try (Data("A fine start, ".utf8) + Data([0xFF, 0xFE])).write(to: program.file("latin.txt"))
    try FileManager.default.createDirectory(at: program.file("folder"), withIntermediateDirectories: true)
    for (name, options) in [
      ("good", []), ("words", ["--level", "word"]), ("add", ["--smoothing", "add-k"]),
    ] as [(String, [String])] {
      let result = try program.run(["train", "text.txt", "--order", "3", "--out", name, "--quiet"] + options)
      precondition(result.status == 0, result.errors)
    }
    for (name, writer) in [("gpt", "char-gpt"), ("vectors", "word2vec")] {
      try FileManager.default.createDirectory(at: program.file(name), withIntermediateDirectories: true)
      try program.write("{\"program\":\"\(writer) 0.1.0\"}", to: "\(name)/config.json")
      try program.write("", to: "\(name)/model.safetensors")
    }
    for name in ["cut", "foreign", "damaged", "unclear", "other", "bare"] {
      try FileManager.default.copyItem(at: program.file("good"), to: program.file(name))
    }
    var model = try Data(contentsOf: program.file("good/model.ngram"))
    try model.prefix(model.count - 100).write(to: program.file("cut/model.ngram"))
    try Data("PK\u{3}\u{4} not a model at all".utf8).write(to: program.file("foreign/model.ngram"))
    model[model.count / 2] ^= 1
    try model.write(to: program.file("damaged/model.ngram"))
    try program.write("{}", to: "unclear/config.json")
    try program.write(#"{"kind":"character","vocabulary":["a"]}"#, to: "other/tokenizer.json")
    try FileManager.default.removeItem(at: program.file("bare/tokenizer.json"))
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: [
  WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("train folder --out new", 66, "folder"),
  WrongCommand("train empty.txt --out new", 65, "empty.txt", "empty"),
  WrongCommand("train blank.txt --level word --out new", 65, "no words"),
  WrongCommand("train short.txt --out new --validation 0", 65, "order 5", "4 tokens"),
  WrongCommand("train short.txt --out new --order 8 --validation 0", 65, "order 8"),
  WrongCommand("train marked.txt --level word --out new", 65, "marked.txt", "--validation 0"),
  WrongCommand("train marked.txt --level word --out new --validation 0", 65, "<s>"),
  WrongCommand("train latin.txt --out new", 65, "latin.txt", "0xFF", "--lossy"),
  WrongCommand("train text.txt --out new --order 0", 64, "--order", "1 to 8"),
  WrongCommand("train text.txt --out new --order 9", 64, "--order", "1 to 8"),
  WrongCommand("train text.txt --out new --order five", 64, "--order", "five"),
  WrongCommand("train text.txt --out new --level words", 64, "words", "Did you mean --level word"),
  WrongCommand("train text.txt --out new --smoothing kneser", 64, "kneser-ney"),
  WrongCommand("train text.txt --out new --smoothing add-k --k 0", 64, "--k"),
  WrongCommand("train text.txt --out new --smoothing add-k --k 1e308", 64, "--k", "at most"),
  WrongCommand("train text.txt --out new --smoothing add-k --k nan", 64, "--k"),
  WrongCommand("train text.txt --out new --k 1", 64, "--k", "kneser-ney"),
  WrongCommand("train text.txt --out new --tokenizer nowhere.json", 66, "nowhere.json"),
  WrongCommand("train text.txt --out new --tokenizer good/config.json", 65, "good/config.json", "tokenizer"),
  WrongCommand("train text.txt --out new --tokenizer good/tokenizer.json --level word", 64, "--tokenizer", "word"),
  WrongCommand("train text.txt --out new --sentences page", 64, "line or text"),
  WrongCommand("train text.txt --out new --validation 1", 64, "--validation"),
  WrongCommand("train text.txt --out new --ordr 3", 64, "--ordr", "--order"),
  WrongCommand("train text.txt --out good", 73, "good", "--overwrite"),
  WrongCommand("train text.txt --out text.txt/run", 73, "text.txt/run"),
  WrongCommand("train text.txt --out /proc/run", 73, "/proc/run"),
  WrongCommand("train", 64, "FILE"),
  WrongCommand("compres text.txt", 64, "compres"),
  WrongCommand("sample", 66, "runs/", "ngram train"),
  WrongCommand("sample --model nowhere", 66, "nowhere"),
  WrongCommand("sample --model folder", 66, "folder", "config.json"),
  WrongCommand("sample --model text.txt", 64, "text.txt is a file"),
  WrongCommand("next --model good/model.ngram", 64, "good/model.ngram is a file", "--model good"),
  WrongCommand("sample --model gpt", 65, "gpt holds a model of char-gpt", "Use it with char-gpt"),
  WrongCommand("evaluate text.txt --model vectors", 65, "vectors holds a model of word2vec"),
  WrongCommand("sample --model good --tokens 0", 64, "--tokens"),
  WrongCommand("sample --model good --top-p 2", 64, "--top-p"),
  WrongCommand("sample --model cut", 65, "cut/model.ngram", "cut short"),
  WrongCommand("sample --model foreign", 65, "foreign/model.ngram"),
  WrongCommand("sample --model damaged", 65, "damaged/model.ngram", "checksum"),
  WrongCommand("sample --model unclear", 65, "unclear/config.json"),
  WrongCommand("sample --model other", 65, "other", "1 tokens"),
  WrongCommand("sample --model bare", 66, "bare/tokenizer.json"),
  WrongCommand("evaluate nowhere.txt --model good", 66, "nowhere.txt"),
  WrongCommand("evaluate empty.txt --model good", 65, "empty.txt"),
  WrongCommand("evaluate latin.txt --model good", 65, "latin.txt"),
  WrongCommand("next --model good --count 0", 64, "--count"),
  WrongCommand("export --out new --model add", 64, "add-k"),
  WrongCommand("export --model good", 64, "--out is missing"),
  WrongCommand("export new --model good", 64, "unexpected argument", "--out new"),
  WrongCommand("export --out good --model good", 73, "good is a folder"),
  WrongCommand("export --out text.txt --model good", 73, "text.txt already exists", "--overwrite"),
  WrongCommand("export --out good/config.json --model good --overwrite", 73, "good/config.json is an input"),
  WrongCommand("export --out new/x.arpa --model good", 73, "new/x.arpa"),
  WrongCommand("export --out - --model good", 64, "standard output"),
  WrongCommand("train good/tokenizer.json --out good --overwrite", 73, "good/tokenizer.json is an input"),
  WrongCommand("train text.txt --tokenizer good/tokenizer.json --out good --overwrite", 73, "tokenizer.json"),
  WrongCommand("train text.txt --config nowhere.json --out new", 66, "nowhere.json"),
  WrongCommand("train text.txt --config wrong.json --out new", 65, "wrong.json", "ordr", "order"),
  WrongCommand("train text.txt --ngram-order 3 --out new", 64, "--order"),
  WrongCommand("train text.txt --gpu --out new", 64, "CPU"),
  WrongCommand("generate --model good", 64, "ngram sample"),
  WrongCommand("text.txt", 64, "ngram train text.txt"),
  WrongCommand("next the ferry --model good", 64, "ngram next --prompt"),
  WrongCommand("import nowhere.arpa --out new", 66, "nowhere.arpa"),
  WrongCommand("import text.txt --out new", 65, "text.txt, line 300", "ARPA"),
  WrongCommand("import markers.arpa --out new", 65, "markers.arpa, line 6", "no tokens"),
  WrongCommand("import rests.arpa --out new --level word", 65, "rests.arpa, line 6", "above 1"),
  WrongCommand("import cut.arpa --out new", 65, "cut.arpa, line 2"),
])
func mistakesGetAClearMessageAndLeaveNothingBehind(_ command: WrongCommand) throws {
  try folder.expectRefusal(command)
}

/// Room is made for as many n-grams as the file can hold, not for as many as its header claims.
@Test func aHeaderOfHugeCountsTakesNoMemory() throws {
  let program = try Program()
  defer { program.remove() }
  let text = """
    \\data\\
    ngram 1=4
    ngram 2=2000000000

    \\1-grams:
    -1 <unk>
    -1 <s> 0
    -1 </s>
    -1 a 0

    \\2-grams:

    """
  try program.write(text, to: "huge.arpa")
  let result = try program.start(["import", "huge.arpa", "--out", "new"], memoryLimit: 300_000).wait()
  #expect(result.status == 65 && result.errors.contains("0 of 2000000000"), "\(result.errors)")
}
