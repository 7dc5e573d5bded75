import Foundation
import TestSupport
import Testing

/// The command line of `exercises`, as built by the package: nothing is solved.
struct ExercisesProgramTests {
  @Test(arguments: [
    WrongCommand("98", 64, "there is no lab 98", "The labs are 1 to "),
    WrongCommand("0 --json", 64, "there is no lab 0", "The labs are 1 to "),
    WrongCommand("99x", 64, "there is no lab 99x", "The labs are 1 to "),
    WrongCommand("help 98", 64, "there is no lab 98"),
    WrongCommand("05-decoding", 64, "Did you mean exercises 5?"),
    WrongCommand("n-gram", 64, "Did you mean exercises n-grams?"),
    WrongCommand("--jso", 64, "Did you mean --json?"),
    WrongCommand("5 --time-limit -1", 64, "--time-limit"),
    WrongCommand("5 --memory-limit 1", 64, "--memory-limit"),
  ]) func aWrongCommandIsExplained(_ command: WrongCommand) throws {
    let program = try Program("exercises")
    defer { program.remove() }
    try program.expectRefusal(command)
  }

  @Test func jsonListsLabsAndExercises() throws {
    let program = try Program("exercises")
    defer { program.remove() }
    let result = try program("--json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let report = try object(result.output)
    let labs = try #require(report["labs"] as? [[String: Any]])
    #expect(labs.map { $0["lab"] as? Int } == ExerciseFolder.labs.map { Int($0.prefix(2)) })
    #expect(labs.map { $0["file"] as? String } == ExerciseFolder.labs.map { "Examples/exercises/\($0).swift" })
    #expect(report["passed"] as? Int == 0)
    #expect(report["of"] as? Int == labs.reduce(0) { $0 + ($1["of"] as? Int ?? 0) })
    let check = try program("3", "--json")
    #expect(check.status == 1 && check.errors.hasPrefix("exercises: 0 of 4 passed\n"))
    #expect(try object(check.output) as NSDictionary == labs[2] as NSDictionary)
    let exercise = try #require((labs[2]["exercises"] as? [[String: String]])?.first)
    #expect(exercise == ["name": "followers", "outcome": "not_written"])
  }

  @Test func quietChecksSayOnlyWhatIsWrong() throws {
    let program = try Program("exercises")
    defer { program.remove() }
    let result = try program("5", "--quiet")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors == "exercises: 0 of 5 passed\nWrite in Examples/exercises/05-decoding.swift\n")
  }

  @Test func withoutLimitsTheChecksRunInTheProgramItself() throws {
    let program = try Program("exercises")
    defer { program.remove() }
    let checks = try [program("5", "--time-limit", "0"), program("5")]
    #expect(checks[0].output == checks[1].output && checks[0].status == 1)
  }
}
