import Foundation
import TestSupport
import Testing

/// Files as people have them, through the program; the readers' own tests cover the details.
@Test func publishedPairsAreEvaluatedFromAFileOrAPipe() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  let pairs = """
    word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)
    lunch\tdinner\tN\t9.2\t4.5\t4.6\t4\t0.5\t1\t0.9
    king\tlord\tN\t8.1\t4.5\t4.6\t4\t0.5\t1\t0.9
    man\twoman\tN\t2\t4.5\t4.6\t4\t0.5\t1\t0.9
    man\tstone\tN\t0.4\t4.5\t4.6\t4\t0.5\t1\t0.9

    """
  try program.write(pairs.replacingOccurrences(of: "\n", with: "\r\n"), to: "pairs.txt")
  for (path, input) in [("pairs.txt", ""), ("-", pairs)] {
    let result = try program.run(["evaluate", "--pairs", path, "--vectors", "made.txt"], input: input)
    #expect(result.status == 0 && result.figures["pairs"] == 4, "\(result.errors)")
    #expect(result.figures["spearman"] == 1)
  }
}

@Test func vectorsArePackedPipedMarkedOrWithoutALastNewline() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  let expected = try program("similarity", "lunch", "dinner", "--vectors", "made.txt").output
  try Data(gzipped(madeVectors.utf8)).write(to: program.file("packed.gz"))
  try program.write("\u{FEFF}" + madeVectors, to: "marked.txt")
  try program.write(String(madeVectors.dropLast()), to: "endless.txt")
  for (path, remark) in [("packed.gz", "unpacked with gzip"), ("marked.txt", ""), ("endless.txt", "no end"), ("-", "")]
  {
    let result = try program.run(["similarity", "lunch", "dinner", "--vectors", path], input: madeVectors)
    #expect(result.status == 0 && result.output == expected, "\(path): \(result.errors)")
    #expect(remark.isEmpty ? result.errors.isEmpty : result.errors.contains(remark), "\(result.errors)")
  }
}

@Test func aPatternKeepsWordsWithTheirMarks() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write("आधुनिक मानक हिन्दी\nmodern standard words\n", to: "hindi.txt")
  for (pattern, word) in [("letters", "\"आध\""), ("marks", "\"हिन्दी\""), ("spaces", "\"हिन्दी\"")] {
    let options = ["--minimum-count", "1", "--epochs", "1", "--subsample", "0", "--overwrite"]
    let result = try program.run(["train", "hindi.txt", "--out", "m", "--pattern", pattern] + options)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try program.text("m/vocabulary.json").contains(word))
    #expect(
      result.errors.contains("3 words were cut at their marks; --pattern marks keeps them whole\n")
        == (pattern == "letters"), "\(result.errors)")
  }
}

@Test func severalFilesAndFoldersAreOneText() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  let lines = (0..<40).map { "the ferry waits for tide \($0 % 3)\n" }.joined()
  try FileManager.default.createDirectory(at: program.file("parts"), withIntermediateDirectories: true)
  try program.write(lines, to: "first.txt")
  try program.write(lines.replacing("\n", with: "\r\n"), to: "parts/second.txt")
  try program.write("notes", to: "parts/notes.md")
  try program.write(lines + lines, to: "whole.txt")
  let options = ["--minimum-count", "1", "--epochs", "4", "--embedding", "4", "--out"]
  #expect(try program.run(["train", "whole.txt"] + options + ["whole", "--quiet"]).status == 0)
  let parts = try program.run(["train", "first.txt", "parts"] + options + ["parts-run"])
  #expect(parts.status == 0, "\(parts.errors)")
  // What was changed and left out is said.
  #expect(parts.errors.contains("parts: 1 .txt file; left out: 1 other file, such as notes.md\n"), "\(parts.errors)")
  #expect(parts.errors.contains("parts/second.txt"), "\(parts.errors)")
  #expect(try program.text("parts-run/vectors.txt") == program.text("whole/vectors.txt"))
  // The run knows all of its files, for a repetition and a resumption.
  let again = try program("train", "--config", "parts-run/config.json", "--out", "again", "--quiet")
  #expect(again.status == 0, "\(again.errors)")
  #expect(try program.text("again/vectors.txt") == program.text("whole/vectors.txt"))
  let resumed = try program("train", "--resume", "--out", "parts-run")
  #expect(resumed.status == 0 && resumed.errors.contains("is finished"), "\(resumed.errors)")
  // None of them is ever replaced.
  try FileManager.default.moveItem(at: program.file("first.txt"), to: program.file("parts-run/samples.txt"))
  let refused = try program.run(
    ["train", "whole.txt", "parts-run/samples.txt", "--overwrite"] + options + ["parts-run"])
  #expect(refused.status == 73 && refused.errors.contains("is an input"), "\(refused.errors)")
}
