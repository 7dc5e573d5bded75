import Console
import Kindling

/// `exercises`: lists the labs' exercises, and checks the student's solutions.
struct ExercisesProgram {
  let labs: [ExerciseLab]

  init(_ labs: [ExerciseLab]) { self.labs = labs }

  /// Runs the command line of the process. A lab can be given by its name or its number.
  func main() -> Never {
    var words = Array(CommandLine.arguments.dropFirst())
    let place = words.first == "help" ? 1 : 0
    if place < words.count, let lab = labs.first(where: { $0.number == Int(words[place]) }) { words[place] = lab.name }
    Program(
      "exercises", version: programVersion,
      summary: "Check your solutions to the labs' exercises. Without a command: list your progress. A lab's "
        + "number works as well as its name.",
      commands: labs.map(command), noArguments: list
    ).main(words)
  }

  private func command(_ lab: ExerciseLab) -> Command {
    let number = lab.number < 10 ? "0\(lab.number)" : "\(lab.number)"
    return Command(lab.name, summary: "check the exercises of lab \(number)") { _ in try check(lab) }
  }

  /// Prints how many exercises of each lab are passed.
  private func list() throws {
    var table = TextTable([.right("lab"), .left("name"), .right("passed"), .right("of"), .left("file")])
    for lab in labs {
      let passed = lab.exercises.count { if case .passed = $0.outcome() { true } else { false } }
      table.append([
        "\(lab.number)", lab.name, "\(passed)", "\(lab.exercises.count)", "Examples/exercises/\(lab.file)",
      ])
    }
    try Terminal.write("\(table)\n")
  }

  /// Checks the exercises in order. It prints each name before the check, in case the student's code stops the program.
  private func check(_ lab: ExerciseLab) throws {
    var passed = 0
    let width = lab.exercises.map(\.name.count).max() ?? 0
    for exercise in lab.exercises {
      try Terminal.write(exercise.name + String(repeating: " ", count: width - exercise.name.count) + "  ")
      switch exercise.outcome() {
      case .passed:
        passed += 1
        try Terminal.write("passed\n")
      case .notYetWritten: try Terminal.write("not written yet\n")
      case .wrong(let message, let hint):
        try Terminal.write("wrong: \(message)\n" + (hint.map { "  hint: \($0)\n" } ?? ""))
      }
    }
    guard passed < lab.exercises.count else { return try Terminal.write("All passed.\n") }
    throw Problem(
      .unmet, "\(passed) of \(lab.exercises.count) passed", suggestion: "Write in Examples/exercises/\(lab.file)")
  }
}
