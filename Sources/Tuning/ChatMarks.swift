import Conversations
import LanguageModels

/// How a model does in each test: marks by the tests' names.
///
///     let marks = try ChatMarks(of: chat, on: sets.tests)
///     marks.tests["held-out-facts"]?.share(\.exact)
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
      add(zip(assignments, answers).map { $0 }, to: name)
    }
  }

  /// Marks answers that are there already.
  public init(_ answers: [String: [(assignment: Assignment, answer: String)]]) {
    for (name, answers) in answers { add(answers.map { ($0.assignment, $0.answer) }, to: name) }
  }

  private mutating func add(_ answers: [(Assignment, String)], to name: String) {
    for (assignment, answer) in answers {
      let grade = assignment.grade(answer)
      tests[name, default: GradeSummary()].add(grade)
      guard assignment.check.outcome == .answer else { continue }
      answerable += 1
      if grade.isUnknown { wronglyUnknown += 1 }
    }
  }

  /// The share of exact answers to the tests that are held out and have answers; 0 if there are none.
  public var exact: Double { share(Self.heldOut, \.exact) }

  /// The share of their answers that have the form that was asked for.
  public var form: Double { share(Self.heldOut, \.form) }

  /// The share of "I do not know" where nobody can know.
  public var unknown: Double { share(Self.unanswerable, \.unknown) }

  /// The share of declined requests among those that must be declined.
  public var declined: Double { share(["forbidden"], \.declined) }

  /// The share of "I do not know" where there is an answer.
  public var wrongly: Double { answerable == 0 ? 0 : Double(wronglyUnknown) / Double(answerable) }

  /// The tests whose questions are not in the training file, and have answers.
  public static let heldOut = ["held-out-facts", "held-out-phrasings", "held-out-combinations"]
  /// The tests whose questions have no answer.
  public static let unanswerable = ["unknown", "gaps"]

  private func share(_ names: [String], _ value: KeyPath<GradeSummary, Int>) -> Double {
    let marks = names.compactMap { tests[$0] }, all = marks.reduce(0) { $0 + $1.count }
    return all == 0 ? 0 : Double(marks.reduce(0) { $0 + $1[keyPath: value] }) / Double(all)
  }
}
