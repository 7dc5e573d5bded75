import Console
import Foundation
import Kindling

/// `exercises`: lists the labs' exercises, and checks the student's solutions.
struct ExercisesProgram {
  let labs: [ExerciseLab]

  init(_ labs: [ExerciseLab]) { self.labs = labs }

  private static let quiet = Flag("quiet", help: "print only what is wrong")

  /// Runs the command line of the process. A lab can be given by its name or its number.
  func main() -> Never {
    var words = Array(CommandLine.arguments.dropFirst())
    if words.first == SeparateCheck.firstWord { SeparateCheck.run(words, labs: labs) }
    let place = words.first == "help" ? 1 : 0
    if place < words.count, let lab = labs.first(where: { $0.number == Int(words[place]) }) { words[place] = lab.name }
    // Options without a command belong to the list.
    if let first = words.first, first.hasPrefix("--"), !["--help", "--version"].contains(first) {
      words.insert("list", at: 0)
    }
    let unknown = place < words.count ? problem(withLab: words[place]) : nil
    Program(
      "exercises", version: programVersion,
      summary: "Check your solutions to the labs' exercises. Without a command: list your progress. A lab's "
        + "number works as well as its name.",
      commands: [listing] + labs.map(checking),
      noArguments: { if let unknown { throw unknown } else { try list() } }
    ).main(unknown == nil ? words : [])
  }

  /// What is wrong with a word that looks like the number of a lab.
  private func problem(withLab word: String) -> Problem? {
    guard word.first?.isNumber == true, let last = labs.last?.number else { return nil }
    let named = labs.first { $0.number == Int(word.prefix(while: \.isNumber)) }
    return Problem(
      .usage, "there is no lab \(word)",
      suggestion: named.map { "Did you mean exercises \($0.number)?" } ?? "The labs are 1 to \(last).")
  }

  private var listing: Command {
    Command(
      "list", summary: "list the labs, and how many exercises of each are passed",
      options: Limits.options + [CommonOptions.json]
    ) { try list(limits: Limits($0), json: $0[CommonOptions.json]) }
  }

  private func checking(_ lab: ExerciseLab) -> Command {
    let number = lab.number < 10 ? "0\(lab.number)" : "\(lab.number)"
    return Command(
      lab.name, summary: "check the exercises of lab \(number)",
      options: Limits.options + [CommonOptions.json, Self.quiet]
    ) { try check(lab, limits: Limits($0), json: $0[CommonOptions.json], quiet: $0[Self.quiet]) }
  }

  /// Prints how many exercises of each lab are passed, without what the student's code prints.
  private func list(limits: Limits = .standard, json: Bool = false) throws {
    let reports = try labs.map { lab in
      LabReport(
        lab,
        try lab.exercises.indices.map { try outcome(of: $0, lab, limits, output: .nullDevice) })
    }
    if json { return try printJSON(ProgressReport(labs: reports)) }
    var table = TextTable([.right("lab"), .left("name"), .right("passed"), .right("of"), .left("file")])
    for report in reports {
      table.append(["\(report.lab)", report.name, "\(report.passed)", "\(report.of)", report.file])
    }
    try Terminal.write("\(table)\n")
  }

  /// Checks the exercises in order. It prints each name before the check, which can take a while.
  private func check(_ lab: ExerciseLab, limits: Limits, json: Bool, quiet: Bool) throws {
    let width = lab.exercises.map(\.name.count).max() ?? 0
    var outcomes: [Outcome] = []
    for (index, exercise) in lab.exercises.enumerated() {
      let name = exercise.name + String(repeating: " ", count: width - exercise.name.count) + "  "
      if !json, !quiet { try Terminal.write(name) }
      let outcome = try outcome(of: index, lab, limits, output: json ? .standardError : nil)
      outcomes.append(outcome)
      if !json, !quiet { try Terminal.write("\(outcome.text)\n") }
      if !json, quiet, outcome.message != nil { try Terminal.write("\(name)\(outcome.text)\n") }
    }
    let report = LabReport(lab, outcomes)
    if json { try printJSON(report) }
    guard report.passed < report.of else {
      if !json, !quiet { try Terminal.write("All passed.\n") }
      return
    }
    throw Problem(.unmet, "\(report.passed) of \(report.of) passed", suggestion: "Write in \(lab.path)")
  }

  private func outcome(of index: Int, _ lab: ExerciseLab, _ limits: Limits, output: FileHandle?) throws -> Outcome {
    if limits.seconds == 0 { return lab.exercises[index].outcome() }
    return try SeparateCheck(lab: lab, index: index, limits: limits, output: output).outcome()
  }
}
