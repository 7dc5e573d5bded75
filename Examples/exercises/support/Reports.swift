/// The progress in all labs, as `--json` prints it.
struct ProgressReport: Encodable {
  /// The number of exercises that are passed.
  let passed: Int
  /// The number of exercises.
  let of: Int
  let labs: [LabReport]

  init(labs: [LabReport]) {
    passed = labs.reduce(0) { $0 + $1.passed }
    of = labs.reduce(0) { $0 + $1.of }
    self.labs = labs
  }
}

/// The progress in one lab.
struct LabReport: Encodable {
  /// The lab's number.
  let lab: Int
  let name: String
  /// The student's file, as a path from the project's folder.
  let file: String
  /// The number of exercises that are passed.
  let passed: Int
  /// The number of exercises.
  let of: Int
  let exercises: [ExerciseReport]

  init(_ lab: ExerciseLab, _ outcomes: [Outcome]) {
    (self.lab, name, file) = (lab.number, lab.name, lab.path)
    passed = outcomes.count { $0 == .passed }
    of = outcomes.count
    exercises = zip(lab.exercises, outcomes).map { ExerciseReport($0, $1) }
  }
}

/// The outcome of one exercise. What does not apply is left out.
struct ExerciseReport: Encodable {
  let name: String
  /// `passed`, `not_written`, `wrong`, `crashed` or `stopped`.
  let outcome: String
  /// What is wrong.
  let message: String?
  /// The likely mistake.
  let hint: String?
  /// The line where the student's code crashed.
  let place: String?

  init(_ exercise: Exercise, _ outcome: Outcome) {
    (name, self.outcome) = (exercise.name, outcome.word)
    (message, hint, place) = (outcome.message, outcome.hint, outcome.place)
  }
}
