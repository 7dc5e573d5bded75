import Alignment
import Conversations
import Corpora
import Files
import Tensors
import Transformers

/// How a chat model does as a classifier of texts: the user says a text, and the assistant answers with its class.
///
/// A class is an answer like any other, so the model needs no head of its own. But here only the classes compete: each text
/// gets the one that the model finds likeliest.
///
///     let test = try ClassificationTest(of: texts, [4, 9, 14], for: chat)
///     test.accuracy(of: chat.model)
public struct ClassificationTest {
  /// The names of the classes.
  public let classes: [String]
  /// The class of each text.
  public let actual: [Int]
  /// For each text, its classes as answers.
  private let answers: [Answer]

  /// The number of answers that are computed together.
  private static let answersAtATime = 64

  /// Encodes some of the texts, each with every class.
  ///
  /// - Parameter numbers: which of the texts, from 0.
  /// - Throws: `Problem` of kind `badData` that names a text that does not fit the model's context with some class.
  public init(of texts: LabeledTexts, _ numbers: [Int], for chat: ChatModel) throws {
    let classes = texts.classes, places = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    let names = try classes.map { try chat.template.tokenizer.encode($0) + [chat.template.end] }
    let longest = names.map(\.count).max() ?? 0, context = chat.model.configuration.contextLength
    self.classes = classes
    actual = numbers.compactMap { places[texts.labels[$0]] }
    answers = try numbers.flatMap { number in
      let prompt = try chat.template.prompt([Turn(.user, texts.documents[number])])
      // The last token is only predicted.
      guard prompt.count + longest <= context + 1 else {
        throw Problem(
          .badData, "text \(number + 1): \(prompt.count + longest) tokens do not fit a context of \(context)",
          suggestion: "Shorten it, or train a model with a larger \(Problem.setting("context")).")
      }
      return names.map { Answer(prompt: prompt, tokens: $0) }
    }
  }

  /// Returns the number of the likeliest class of each text.
  public func predictions(of model: GPT) -> [Int] {
    let scores = stride(from: 0, to: answers.count, by: Self.answersAtATime).flatMap { start in
      let batch = AnswerBatch(Array(answers[start..<min(answers.count, start + Self.answersAtATime)]))
      return model.logProbabilities(of: batch).sum(axis: 1).elements
    }
    return actual.indices.map { text in
      let own = scores[text * classes.count..<(text + 1) * classes.count]
      return own.indices.max { own[$0] < own[$1] }.map { $0 - own.startIndex } ?? 0
    }
  }

  /// Returns the fraction of texts that get their class.
  public func accuracy(of model: GPT) -> Double {
    let right = zip(predictions(of: model), actual).count { $0 == $1 }
    return Double(right) / Double(max(1, actual.count))
  }
}

extension Conversation {
  /// Returns labeled texts as conversations to learn from: each text is what the user says, and its label the answer.
  public static func classifying(_ texts: LabeledTexts) -> [Conversation] {
    texts.labels.enumerated().map { number, label in
      Conversation([Turn(.user, texts.documents[number]), Turn(.assistant, label)])
    }
  }
}
