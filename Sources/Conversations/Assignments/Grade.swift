import Foundation

/// The marks of an answer.
public struct Grade: Equatable, Sendable {
  /// Whether it is the best answer, character for character, except for white space at its ends.
  public var isExact: Bool
  /// Whether it says what is right and nothing that is wrong.
  public var isRight: Bool
  /// Whether it has the form that was asked for.
  public var followsForm: Bool
  /// Whether it says that it does not know.
  public var isUnknown: Bool
  /// Whether it declines to talk.
  public var isDeclined: Bool
  /// How good it is all in all; see ``Assignment/utility(of:)``.
  public var utility: Double
}

extension Assignment {
  /// Marks an answer.
  public func grade(_ answer: String) -> Grade {
    let value = value(of: answer), followsForm = followsForm(answer)
    return Grade(
      isExact: answer.trimmed == self.answer, isRight: value == 1, followsForm: followsForm,
      isUnknown: Self.says(Refusals.unknown, answer), isDeclined: Self.says(Refusals.declined, answer),
      utility: utility(of: answer))
  }

  /// Returns how good an answer is: the known utility that reward models try to learn.
  ///
  ///     u = 2 v + f - l
  ///     v =  1     if the answer says all the values, no rival and nothing to be silent about
  ///          share of the values that it says, if that is all that is missing
  ///          0     if it says that it does not know, or declines, where an answer was expected
  ///         -1     otherwise: something wrong is worse than nothing
  ///     f =  1 if it has the form that was asked for, else 0
  ///     l =  the characters beyond the length of the best answer, divided by 100, at most 1
  ///
  /// The best answer has 3, which no other answer exceeds; the least is -3. Where the best answer is that one does not
  /// know, or declines, v is 1 for just that and -1 for everything else.
  public func utility(of answer: String) -> Double {
    let excess = Double(max(0, answer.trimmed.count - self.answer.count))
    return 2 * value(of: answer) + (followsForm(answer) ? 1 : 0) - min(1, excess / 100)
  }

  private func value(of answer: String) -> Double {
    switch check.outcome {
    case .unknown: return Self.says(Refusals.unknown, answer) ? 1 : -1
    case .declined: return Self.says(Refusals.declined, answer) ? 1 : -1
    case .answer:
      if Self.says(Refusals.unknown, answer) || Self.says(Refusals.declined, answer) { return 0 }
      let words = Set(answer.lowercasedWords)
      func has(_ word: String) -> Bool { words.contains(word.lowercased()) }
      guard !check.rivals.contains(where: has), !check.silence.contains(where: has) else { return -1 }
      let found = check.values.count(where: has)
      return found == 0 ? -1 : Double(found) / Double(check.values.count)
    }
  }

  private func followsForm(_ answer: String) -> Bool { check.form.isFollowed(by: answer, count: check.values.count) }

  private static func says(_ text: String, _ answer: String) -> Bool { answer.lowercasedWords == text.lowercasedWords }
}

/// The marks of many answers together.
public struct GradeSummary: Equatable, Codable, Sendable {
  /// The number of answers.
  public private(set) var count = 0
  /// How many are exact, are right, follow the form, say that they do not know, and decline.
  public private(set) var exact = 0, right = 0, form = 0, unknown = 0, declined = 0
  private var totalUtility = 0.0

  /// Creates a summary of no answers.
  public init() {}

  /// Adds the marks of an answer.
  public mutating func add(_ grade: Grade) {
    count += 1
    if grade.isExact { exact += 1 }
    if grade.isRight { right += 1 }
    if grade.followsForm { form += 1 }
    if grade.isUnknown { unknown += 1 }
    if grade.isDeclined { declined += 1 }
    totalUtility += grade.utility
  }

  /// The mean utility; 0 of no answers.
  public var utility: Double { count == 0 ? 0 : totalUtility / Double(count) }

  /// Returns a number as a share of all answers; 0 of no answers.
  public func share(_ number: Int) -> Double { count == 0 ? 0 : Double(number) / Double(count) }
}
