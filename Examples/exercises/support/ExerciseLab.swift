/// The exercises of one lab.
struct ExerciseLab: Sendable {
  /// The lab's number.
  let number: Int
  /// The word that calls for them: `swift run exercises tensors`.
  let name: String
  /// Where the student writes, in `Examples/exercises`.
  let file: String
  /// In the lab's order.
  let exercises: [Exercise]

  init(_ number: Int, _ name: String, file: String, exercises: [Exercise]) {
    self.number = number
    self.name = name
    self.file = file
    self.exercises = exercises
  }
}

/// An exercise: what is to be written, and whether it is right.
struct Exercise: Sendable {
  /// How an exercise stands.
  enum Outcome {
    case passed
    case notYetWritten
    case wrong(message: String, hint: String?)
  }

  /// The function that the student writes.
  let name: String
  private let check: @Sendable () throws -> Void

  /// An exercise whose check throws a `WrongAnswer`, or what the student's own function throws.
  init(_ name: String, check: @escaping @Sendable () throws -> Void) {
    self.name = name
    self.check = check
  }

  /// Runs the check.
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
