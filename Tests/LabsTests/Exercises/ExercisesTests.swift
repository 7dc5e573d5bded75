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

  @Test func theStartingFilesAreNotWrittenYet() throws {
    let program = try Program("exercises")
    defer { program.remove() }
    for lab in try LabOutcomes.all(in: program("--json").output) {
      for exercise in lab.exercises { #expect(exercise.outcome == "not_written", "\(lab.name): \(exercise)") }
    }
  }

  @Test func theLabsSolutionsPass() async throws {
    let labs = ExerciseFolder.labs.filter(LabsTests.isChosen)
    let files = try labs.map { (folder: ExerciseFolder(lab: $0), start: try solved($0)) }
    let results = try await apart { () throws -> [Commands.Result] in
      let build = try ExercisesBuild(files)
      defer { build.remove() }
      return try files.map { try build("\($0.folder.number)") }
    }
    #expect(results.count == labs.count)
    for result in results {
      #expect(result.status == 0 && result.output.hasSuffix("All passed.\n"), "\(result.output)")
    }
  }

  @Test func everyLabHasWrongSolutions() {
    for lab in ExerciseFolder.labs { #expect(WrongSolution.of(lab).count >= 2, "\(lab)") }
  }

  /// A build takes seconds, so a program has as many wrong solutions as there are functions to replace.
  @Test(arguments: WrongSolution.rounds.indices) func wrongSolutionsAreExplained(_ round: Int) async throws {
    let wrong = WrongSolution.rounds[round]
    let labs = Set(wrong.map(\.lab)).sorted()
    let files = try labs.map { lab in
      let right = try solved(lab)
      return wrong.filter { $0.lab == lab }.reduce(into: right) { $0.replace(with: $1.lines) }
    }
    let results = try await explained(zip(labs, files).map { ($0, $1) })
    for (lab, outcomes) in zip(labs, results) {
      for wrong in wrong where wrong.lab == lab && !wrong.isExplained(by: outcomes) {
        // One mistake can hide another; then each is alone.
        var file = try solved(lab)
        file.replace(with: wrong.lines)
        let alone = try await explained([(lab, file)])
        #expect(wrong.isExplained(by: alone[0]), "\(wrong.testDescription): \(alone)")
      }
    }
  }

  /// What the program says of these files.
  private func explained(_ files: [(lab: String, file: StartingFile)]) async throws -> [LabOutcomes] {
    let result = try await apart {
      let build = try ExercisesBuild(files.map { (ExerciseFolder(lab: $0.lab), $0.file) })
      defer { build.remove() }
      return try build("--json")
    }
    return try LabOutcomes.all(in: result.output)
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
