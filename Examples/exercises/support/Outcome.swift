/// The result of checking an exercise.
enum Outcome: Codable, Equatable, Sendable {
  case passed
  case notYetWritten
  /// The function returned something else than it should, or threw an error.
  case wrong(message: String, hint: String?)
  /// The function stopped the program; the place is the line of the student's file, if it is known.
  case crashed(message: String, place: String?)
  /// The check was ended, because it took too long or too much memory.
  case stopped(message: String, hint: String)

  /// The outcome in one word, for scripts.
  var word: String {
    switch self {
    case .passed: "passed"
    case .notYetWritten: "not_written"
    case .wrong: "wrong"
    case .crashed: "crashed"
    case .stopped: "stopped"
    }
  }

  /// What is wrong; nil if the exercise is passed or not written yet.
  var message: String? {
    switch self {
    case .passed, .notYetWritten: nil
    case .wrong(let message, _), .crashed(let message, _), .stopped(let message, _): message
    }
  }

  /// The likely mistake, or what to do.
  var hint: String? {
    switch self {
    case .wrong(_, let hint): hint
    case .stopped(_, let hint): hint
    default: nil
    }
  }

  /// The line where the student's code stopped the program: `Examples/exercises/03-n-grams.swift:11`.
  var place: String? {
    if case .crashed(_, let place) = self { place } else { nil }
  }

  /// The outcome for a reader: one line, and indented below it the place and the hint, if any.
  var text: String {
    let line =
      switch self {
      case .passed: "passed"
      case .notYetWritten: "not written yet"
      default: "\(word): \(message ?? "")"
      }
    return ([line] + [place.map { "at \($0)" }, hint.map { "hint: \($0)" }].compactMap { $0 }).joined(separator: "\n  ")
  }
}
