/// Thrown by an exercise that is not written yet: replace the line that throws it with your own code.
struct NotYetWritten: Error {}

/// Thrown by a check if a value is wrong.
struct WrongAnswer: Error {
  /// The call, its result, and the expected result.
  let message: String
  /// What could have gone wrong, if the check can tell.
  let hint: String?
}
