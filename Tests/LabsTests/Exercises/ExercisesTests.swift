import Foundation
import TestSupport
import Testing

/// Each lab's exercises: unwritten at first, passing with the lab's solutions, failing with wrong ones.
struct ExercisesTests {
  @Test func everyLabHasExercisesAndTheProgramListsThem() throws {
    #expect(!ExerciseFolder.labs.isEmpty)
    #expect(LabsTests.names.filter { $0.first?.isNumber == true } == ExerciseFolder.labs.map { "\($0).md" })
    let program = try Program("exercises")
    defer { program.remove() }
    let result = try program()
    #expect(result.status == 0)
    let listed = result.output.split(separator: "\n").dropFirst(2).compactMap { $0.split(separator: " ").last }
    #expect(listed == ExerciseFolder.labs.map { "Examples/exercises/\($0).swift" })
  }

  @Test(arguments: ExerciseFolder.labs.filter(LabsTests.isChosen)) func theStartingFileIsNotWrittenYet(_ lab: String)
    async throws
  {
    let folder = ExerciseFolder(lab: lab)
    let result = try await apart { try folder.run(folder.start()) }
    #expect(result.status == 1, "\(result.output)")
    #expect(result.output.contains("0 of "), "\(result.output)")
    let lines = result.lines.filter { !$0.contains("exercises: ") && !$0.hasPrefix("Write in ") }
    #expect(!lines.isEmpty && lines.allSatisfy { $0.hasSuffix("not written yet") }, "\(result.output)")
  }

  @Test(arguments: ExerciseFolder.labs.filter(LabsTests.isChosen)) func theLabsSolutionsPass(_ lab: String) async throws
  {
    let file = try solved(lab)
    let result = try await apart { try ExerciseFolder(lab: lab).run(file) }
    #expect(result.status == 0 && result.output.hasSuffix("All passed.\n"), "\(result.output)")
  }

  @Test func everyLabHasWrongSolutions() {
    for lab in ExerciseFolder.labs { #expect(WrongSolution.of(lab).count >= 2, "\(lab)") }
  }

  @Test(arguments: WrongSolution.all.filter { LabsTests.isChosen($0.lab) }) func aWrongSolutionIsExplained(
    _ wrong: WrongSolution
  ) async throws {
    var file = try solved(wrong.lab)
    let right = file.text
    file.replace(with: wrong.lines)
    #expect(file.text != right)
    let result = try await apart { [file] in try ExerciseFolder(lab: wrong.lab).run(file) }
    #expect(result.status == 1, "\(result.output)")
    #expect(result.output.contains("wrong: ") && result.output.contains(wrong.words), "\(result.output)")
  }

  /// The starting file with the solutions that are collapsed in the lab.
  private func solved(_ name: String) throws -> StartingFile {
    let lab = try Lab(contentsOf: Clone.labs.appendingPathComponent("\(name).md"))
    var file = try ExerciseFolder(lab: name).start()
    let names = file.names
    for block in lab.blocks where block.role == .solution { file.replace(with: block.lines) }
    #expect(file.names.prefix(names.count) == names[...], "a solution renames something")
    return file
  }
}
