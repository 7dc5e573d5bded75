import Foundation
import TestSupport
import Testing

@Test func pairsAndAnalogiesAreMeasured() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try program.write("# made up\nLunch\tdinner\t9\nking\tlord\t8\nman\tWOMAN\t2\nman\tmoon\t1\n", to: "pairs.tsv")
  try program.write(": royal\nMan Woman King Queen\nman woman king stone\nman woman emperor empress\n", to: "four.txt")
  let result = try program.run("evaluate --pairs pairs.tsv --analogies four.txt --vectors made.txt".words)
  #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  let figures = result.figures
  #expect(figures["spearman"] == 1 && figures["pairs"] == 3 && figures["pairs_missing"] == 1)
  #expect(figures["accuracy"] == 0.5 && figures["questions"] == 2 && figures["questions_missing"] == 1)
  #expect(result.output.contains("royal        50.0 %        1      2          3\n"))
  #expect(result.output.contains("total        50.0 %        1      2          3\n"))
  let answer = try object(
    program.run("evaluate --pairs pairs.tsv --analogies four.txt --vectors made.txt --json --limit 5".words).output)
  let pairs = answer["pairs"] as? [String: Any], analogies = answer["analogies"] as? [String: Any]
  #expect(pairs?["covered"] as? Int == 2 && pairs?["missing"] as? Int == 2)
  #expect(abs(try #require(pairs?["spearman"] as? Double) - 1) < 1e-12)
  let total = analogies?["total"] as? [String: Any]
  #expect(total?["correct"] as? Int == 1 && total?["covered"] as? Int == 1 && total?["questions"] as? Int == 3)
  #expect((analogies?["sections"] as? [[String: Any]])?.first?["name"] as? String == "royal")
}

@Test func oneOfTheTwoFilesIsEnoughAndNoCoverageGivesNaN() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try program.write(": far\na b c d\n", to: "four.txt")
  let result = try program.run("evaluate --analogies four.txt --vectors made.txt".words)
  #expect(result.status == 0 && result.output.contains("far               -        0      0          1\n"))
  #expect(result.output.hasSuffix("\naccuracy nan questions 0 questions_missing 1\n"))
}

@Test func theFormerNameOfALimitStillWorks() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  try program.write("king\tlord\t8\nman\twoman\t2\nman\tking\t1\n", to: "pairs.tsv")
  let command = "evaluate --pairs pairs.tsv --vectors made.txt"
  let result = try program.run("\(command) --restrict 4".words)
  #expect(result.errors == "--restrict is now called --limit\n" && result.figures["pairs_missing"] == 1)
  #expect(try program.run("\(command) --limit 4".words).output == result.output)
}

@Test func filesThatAreNotUTF8AreReadIfAsked() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  let pairs = "king\tlord\t8\nman\twoman\t2\n", latin = Data("caf".utf8) + Data([0xE9]) + Data("\tking\t1\n".utf8)
  try (Data(pairs.utf8) + latin).write(to: program.file("pairs.tsv"))
  let command = "evaluate --pairs pairs.tsv --vectors made.txt"
  let refused = try program.run(command.words)
  #expect(refused.status == 65 && refused.errors.contains("--lossy"))
  let result = try program.run("\(command) --lossy".words)
  #expect(result.status == 0 && result.figures["pairs"] == 2 && result.figures["pairs_missing"] == 1)
}

extension String {
  /// The words of a command, as the shell splits it.
  var words: [String] { split(separator: " ").map(String.init) }
}
