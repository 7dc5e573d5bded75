import Foundation
import Testing
import TestSupport

private let program: Program = {
  do {
    let program = try Program()
    try program.write(fourClauses, to: "clauses.txt")
    try program.write("Warm warm sun.", to: "one.txt")
    try program.write("No sun, no sea:\nwarm rain.", to: "two.txt")
    try program.write((0..<90).map { "line\($0) with its own word\($0 * 3)\n" }.joined(), to: "long.txt")
    return program
  } catch { fatalError("\(error)") }
}()

@Test func theRowsOfTheTableAreTheVectorsOfTheCourse() throws {
  let result = try program("vectors", "clauses.txt")
  #expect(result.status == 0 && result.errors.isEmpty)
  #expect(
    result.output.hasPrefix(
      """
      document                       it  was  the  best  of  times  worst  age  wisdom  foolishness
      -----------------------------  --  ---  ---  ----  --  -----  -----  ---  ------  -----------
      it was the best of times        1    1    1     1   1      1      0    0       0            0
      it was the worst of times       1    1    1     0   1      1      1    0       0            0
      it was the age of wisdom        1    1    1     0   1      0      0    1       1            0
      it was the age of foolishness   1    1    1     0   1      0      0    1       0            1
      documents 4 terms 10 entries 24 zeros_percent 40 elapsed_s
      """))
  let digits = result.output.split(separator: "\n").map { $0.filter(\.isNumber) }
  #expect(digits[2...5] == ["1111110000", "1110111000", "1110100110", "1110100101"])
}

@Test func unknownWordsOfANewDocumentAreIgnored() throws {
  let result = try program("vectors", "clauses.txt", "--new", "the age of reason, the Reason")
  #expect(result.output.contains("new: the age of reason, the Reason   0    0    2     0   1"))
  #expect(result.output.contains("Unknown terms (ignored): reason\n"))
  let known = try program("vectors", "clauses.txt", "--new", "it was", "--sparse")
  #expect(known.output.contains("new it:1 was:1\nThe new document has no unknown terms.\n"))
}

@Test func jsonContainsVectorsWithOrWithoutZeros() throws {
  let dense = try object(program("vectors", "clauses.txt", "--json").output)
  #expect(dense["documents"] as? Int == 4 && dense["terms"] as? Int == 10 && dense["entries"] as? Int == 24)
  let vectors = try #require(dense["vectors"] as? [[Int]])
  #expect(vectors.map { $0.map(String.init).joined() }.last == "1110100101")
  let sparse = try object(
    program("vectors", "clauses.txt", "--json", "--sparse", "--sort", "alphabet", "--new", "best of all").output)
  #expect((sparse["vocabulary"] as? [String])?.first == "age" && sparse["vectors"] == nil)
  let rows = try #require(sparse["rows"] as? [[String: [Int]]])
  #expect(rows[0]["columns"] == [1, 3, 4, 5, 6, 7] && rows[0]["values"] == [1, 1, 1, 1, 1, 1])
  let new = try #require(sparse["new"] as? [String: Any])
  #expect(new["columns"] as? [Int] == [1, 4] && new["unknown"] as? [String] == ["all"])
}

@Test func eachOfSeveralFilesIsADocument() throws {
  let result = try program("vectors", "one.txt", "two.txt", "--values", "binary")
  let lines = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  #expect(lines[0] == ["document", "warm", "sun", "no", "sea", "rain"])
  #expect(lines[2] == ["one.txt", "1", "1", "0", "0", "0"] && lines[3] == ["two.txt", "1", "1", "1", "1", "1"])
  let counts = try program("vectors", "one.txt", "two.txt", "--sparse")
  #expect(counts.output.hasPrefix("1 warm:2 sun:1\n2 warm:1 sun:1 no:2 sea:1 rain:1\n"))
}

@Test func svmlightColumnsStartAtOneAndTheVocabularyNamesThem() throws {
  let result = try program(
    "vectors", "one.txt", "two.txt", "--out", "x", "--sort", "alphabet")
  #expect(result.status == 0)
  #expect(try program.text("x/vectors.svmlight") == "0 4:1 5:2\n0 1:2 2:1 3:1 4:1 5:1\n")
  let vocabulary = try object(program.text("x/vocabulary.json"))
  #expect(vocabulary["terms"] as? [String] == ["no", "rain", "sea", "sun", "warm"])
  #expect(vocabulary["document_counts"] as? [Int] == [1, 1, 1, 2, 2])
  #expect(try program("vectors", "one.txt", "two.txt", "--out", "y", "--values", "tf-idf").status == 0)
  // Both words are in both documents, so only their counts matter: 2 and 1 over the square root of 5.
  #expect(try program.text("y/vectors.svmlight").hasPrefix("0 1:0.8944272 2:0.4472136\n"))
}

@Test func vectorsAreWrittenOverNothingUnlessAsked() throws {
  let command = ["vectors", "one.txt", "two.txt", "--out", "kept"]
  #expect(try program.run(command).status == 0)
  let before = try program.text("kept/vectors.svmlight")
  let refused = try program.run(command + ["--values", "tf-idf"])
  #expect(refused.status == 73 && refused.errors.contains("kept/vectors.svmlight already exists"))
  #expect(try program.text("kept/vectors.svmlight") == before)
  #expect(try program.run(command + ["--values", "tf-idf", "--overwrite"]).status == 0)
  #expect(try program.text("kept/vectors.svmlight") != before)
}

@Test func oversizedTablesAreReplacedByAListWithANotice() throws {
  let result = try program("vectors", "long.txt")
  #expect(result.output.split(separator: "\n").count == 6 && result.output.hasPrefix("1 line0:1 with:1 its:1"))
  #expect(result.errors.contains("--sparse"))
  #expect(try program("vectors", "long.txt", "--quiet").errors.isEmpty)
  #expect(try program("vectors", "long.txt", "--sparse").output.split(separator: "\n").count == 91)
  #expect(result.figures["documents"] == 90 && result.figures["terms"] == 183)
}

@Test func charactersNGramsAndLimitsChangeWhatIsCounted() throws {
  func terms(_ options: String...) throws -> [String] {
    try #require(
      object(program.run(["vectors", "clauses.txt", "--json"] + options).output)["vocabulary"] as? [String])
  }
  #expect(try terms("--level", "character").prefix(5) == ["i", "t", " ", "w", "a"])
  #expect(try terms("--order", "2").prefix(3) == ["it was", "was the", "the best"])
  #expect(try terms("--order", "1-2").count == 21)
  #expect(try terms("--minimum-documents", "2", "--maximum-share", "0.5") == ["times", "age"])
}

@Test func benchCountsAndTimes() throws {
  let figures = try program("bench", "long.txt", "--repeats", "3", "--threads", "2").figures
  #expect(figures["documents"] == 90 && figures["terms"] == 183)
  #expect(try #require(figures["megabytes_per_second_best"]) >= figures["megabytes_per_second_median"]!)
  #expect(try object(program("bench", "long.txt", "--json").output)["entries"] as? Int == 450)
}

@Test func nearestFindsTheLinesThatShareWords() throws {
  let result = try program("nearest", "clauses.txt", "--query", "an age of wisdom", "--count", "2")
  let lines = result.output.split(separator: "\n")
  #expect(lines.count == 4 && lines[2].hasSuffix("3  it was the age of wisdom"))
  #expect(result.errors.contains("Not in any document: an"))
  let answer = try object(program("nearest", "one.txt", "two.txt", "--query", "rain", "--json").output)
  let nearest = try #require(answer["nearest"] as? [[String: Any]])
  #expect(nearest.count == 1 && nearest[0]["document"] as? Int == 2 && nearest[0]["text"] as? String == "two.txt")
  let nothing = try program("nearest", "clauses.txt", "--query", "zebra")
  #expect(nothing.status == 0 && nothing.output.isEmpty && nothing.errors.contains("No document"))
}
