import Foundation
import TestSupport
import Testing

@Test func anExportCanBeReadAgain() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  let result = try program.run("export --vectors made.txt --out made.bin --format binary".words)
  #expect(result.status == 0 && result.output == "made.bin: 10 words, vectors of 3 numbers\n" && result.errors.isEmpty)
  #expect(try program.run("export --vectors made.bin --out again.txt".words).status == 0)
  #expect(try program.text("again.txt").hasPrefix("10 3\nman 1.0 0.0 0.1\nwoman 0.0 1.0 0.1\n"))
  #expect(try program.run("export --vectors made.bin --out again.txt".words).status == 73)
  let three = try program.run("export --vectors made.bin --limit 3 --out again.txt --overwrite --json".words)
  let answer = try object(three.output)
  #expect(answer["words"] as? Int == 3 && answer["embedding"] as? Int == 3 && answer["out"] as? String == "again.txt")
  #expect(try program.text("again.txt").split(separator: "\n").count == 4)
}

@Test func aFolderInTheWayIsReportedAsOne() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try FileManager.default.createDirectory(at: program.file("folder"), withIntermediateDirectories: true)
  for options in [[], ["--overwrite"]] {
    let result = try program.run("export --vectors made.txt --out folder".words + options)
    #expect(result.status == 73 && result.errors.hasPrefix("word2vec: folder is a folder; the output is a file\n"))
  }
}

@Test func harmlessFlawsAreReportedUnlessQuiet() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try program.write("a 1 2\nb 3 4\na 5 6\n", to: "twice.txt")
  let result = try program.run("similarity a b --vectors twice.txt".words)
  #expect(result.status == 0 && result.errors == "twice.txt has the word \"a\" twice; its first vector is kept\n")
  #expect(try program.run("similarity a b --vectors twice.txt --quiet".words).errors.isEmpty)
}
