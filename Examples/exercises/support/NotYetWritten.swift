/// Thrown by an exercise that is still as it came: replace the line that throws it with your own.
struct NotYetWritten: Error {}

/// Thrown by a check when a value is not what it should be.
struct WrongAnswer: Error {
  /// What was called, what came, and what should have come.
  let message: String
  /// What may have gone wrong.
  let hint: String?
}
