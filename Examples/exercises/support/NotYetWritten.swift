/// The error of an exercise that is not written yet. Replace the line that throws it with your own code.
struct NotYetWritten: Error {}

/// The error that a check throws if a value is wrong.
struct WrongAnswer: Error {
  /// The call, its result, and the expected result.
  let message: String
  /// The likely mistake, if the check can tell.
  let hint: String?
}
