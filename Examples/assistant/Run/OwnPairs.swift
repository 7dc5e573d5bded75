import Alignment
import Conversations
import Files
import Foundation
import Numerics
import Reports
import Transformers
import Tuning

/// Pairs of a model's own answers to the same question, of which the judge prefers one.
///
/// The judge knows the utility of each answer, but errs with the noise of the plan. What the model would never say teaches
/// it nothing, so both answers are its own.
struct OwnPairs {
  /// Pairs to learn from, and to test with.
  let training: [PreferencePair], testing: [PreferencePair]
  /// The accuracy on the test pairs that a reward model can expect at best.
  let bayesAccuracy: Double

  static let fileNames = ["preferences.jsonl", "test-preferences.jsonl"]

  /// Lets a model answer until there are enough pairs whose answers differ in utility.
  ///
  /// - Throws: `Problem` of kind `badData` if the model gives the same answer again and again.
  init(of chat: ChatModel, _ data: AssistantData, count: Int, seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed, stream: 60)
    training = try Self.pairs(count, of: chat, data, using: &generator)
    testing = try Self.pairs((count + 1) / 2, of: chat, data, using: &generator)
    bayesAccuracy = data.preference.bayesAccuracy(margins: testing.compactMap(\.margin))
  }

  /// Writes the pairs into two files of a folder.
  func write(to folder: String) throws {
    for (name, pairs) in zip(Self.fileNames, [training, testing]) {
      try writeFile(pairs.map { try $0.line() }.joined(), to: (folder as NSString).appendingPathComponent(name))
    }
  }

  private static let questionsAtATime = 256, answersPerQuestion = 4

  private static func pairs(
    _ count: Int, of chat: ChatModel, _ data: AssistantData, using generator: inout RandomGenerator
  ) throws -> [PreferencePair] {
    var pairs: [PreferencePair] = [], asked = 0
    while pairs.count < count {
      // A model that has become certain of every answer has no preferences to learn.
      guard asked < 200 * (count + questionsAtATime) else {
        throw Problem(
          .badData, "the model gives the same answer again and again, so there are no pairs to prefer one of",
          suggestion: "Use more \(Problem.setting("slips")) or fewer \(Problem.setting("epochs")).")
      }
      let questions = (0..<questionsAtATime).map { _ in generator.pick(data.prompts) }
      asked += questions.count
      let tokens = try questions.map { try chat.remembered($0.prompt).tokens }
      let answers = try chat.model.answers(
        to: tokens, perPrompt: answersPerQuestion, chat.form, seed: generator.next())
      for (i, question) in questions.enumerated() {
        let texts = answers[i * answersPerQuestion..<(i + 1) * answersPerQuestion].map {
          chat.template.answer($0.tokens)
        }
        guard pairs.count < count, let pair = pair(question, texts, data.preference, using: &generator) else {
          continue
        }
        pairs.append(pair)
      }
    }
    return pairs
  }

  /// Returns the first two answers that differ in utility, and which one the judge prefers; nil if there are none.
  private static func pair(
    _ question: Assignment, _ answers: [String], _ preference: Conversations.Preference,
    using generator: inout RandomGenerator
  ) -> PreferencePair? {
    let written = answers.filter { $0.contains { !$0.isWhitespace } }
    guard let first = written.first else { return nil }
    let utility = question.utility(of: first)
    guard let second = written.first(where: { question.utility(of: $0) != utility }) else { return nil }
    let margin = utility - question.utility(of: second)
    return preference.pair(question.prompt, first, second, margin: margin, draw: Double(generator.uniform()))
  }
}
