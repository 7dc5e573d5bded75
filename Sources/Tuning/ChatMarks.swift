import Conversations
import LanguageModels

/// How a model does in each test: marks by the tests' names.
///
///     let marks = try ChatMarks(of: chat, on: sets.tests)
///     marks.tests["held-out-facts"]?.exact      // how many of the answers are exact
public struct ChatMarks: Equatable, Codable, Sendable {
  /// The marks of each test.
  public private(set) var tests: [String: GradeSummary] = [:]
  /// Questions that have an answer, over all tests, and to how many of them the model said that it does not know.
  public private(set) var answerable = 0, wronglyUnknown = 0

  /// Lets a model answer all tests, always with its likeliest token, and marks the answers.
  ///
  /// - Throws: the errors of ``ChatModel/answers(to:sampler:seed:)``.
  public init(of chat: ChatModel, on tests: [String: [Assignment]]) throws {
    for (name, assignments) in tests.sorted(by: { $0.key < $1.key }) {
      let answers = try chat.answers(to: assignments.map(\.prompt))
      for (assignment, answer) in zip(assignments, answers) { add(assignment, answer, to: name) }
    }
  }

  private mutating func add(_ assignment: Assignment, _ answer: String, to name: String) {
    let grade = assignment.grade(answer)
    tests[name, default: GradeSummary()].add(grade)
    guard assignment.check.outcome == .answer else { return }
    answerable += 1
    if grade.isUnknown { wronglyUnknown += 1 }
  }

  /// The share of exact answers to the questions that are not in the training file and have an answer; 0 if there are
  /// none.
  public var exact: Double {
    let marks = Self.heldOut.compactMap { tests[$0] }, all = marks.reduce(0) { $0 + $1.count }
    return all == 0 ? 0 : Double(marks.reduce(0) { $0 + $1.exact }) / Double(all)
  }

  /// The share of "I do not know" where there is an answer; 0 if there is none anywhere.
  public var wrongly: Double { answerable == 0 ? 0 : Double(wronglyUnknown) / Double(answerable) }

  private static let heldOut = ["held-out-facts", "held-out-phrasings", "held-out-combinations"]
}
