/// The exercises of one lab.
struct ExerciseLab: Sendable {
  /// The lab's number.
  let number: Int
  /// The name that selects the lab on the command line: `swift run exercises tensors`.
  let name: String
  /// The file in `Examples/exercises` where the student writes.
  let file: String
  /// The file, as a path from the project's folder.
  var path: String { "Examples/exercises/\(file)" }
  /// The exercises, in the order of the lab.
  let exercises: [Exercise]

  init(_ number: Int, _ name: String, file: String, exercises: [Exercise]) {
    self.number = number
    self.name = name
    self.file = file
    self.exercises = exercises
  }
}

/// An exercise: a function for the student to write, and its check.
struct Exercise: Sendable {
  /// The function that the student writes.
  let name: String
  private let check: @Sendable () throws -> Void

  /// Creates an exercise. If it is not passed, its check throws a `WrongAnswer` or the error of the student's function.
  init(_ name: String, check: @escaping @Sendable () throws -> Void) {
    self.name = name
    self.check = check
  }

  /// Runs the check in this process, which a crash of the student's function would end; see ``SeparateCheck``.
  func outcome() -> Outcome {
    do {
      try check()
      return .passed
    } catch is NotYetWritten {
      return .notYetWritten
    } catch let answer as WrongAnswer {
      return .wrong(message: answer.message, hint: answer.hint)
    } catch {
      return .wrong(message: "it threw an error: \(error)", hint: nil)
    }
  }
}
