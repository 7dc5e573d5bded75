import Conversations
import Corpora
import Files
import TestSupport
import Testing
import Training
import Tuning

struct ClassificationTestTests {
  private func texts(_ lines: [String]) throws -> LabeledTexts {
    var texts: LabeledTexts?
    try withTemporaryFolder { folder in
      try writeFile(lines.joined(separator: "\n") + "\n", to: folder + "/texts.tsv")
      texts = try LabeledTexts(tsv: folder + "/texts.tsv")
    }
    return try #require(texts)
  }

  private let lines = ["yeah\tred", "no\tblue", "yeah\ta red", "no\ta blue"]

  @Test func aTextAndItsLabelAreAQuestionAndItsAnswer() throws {
    #expect(
      try Conversation.classifying(texts(Array(lines.prefix(2)))) == [
        Conversation([Turn(.user, "red"), Turn(.assistant, "yeah")]),
        Conversation([Turn(.user, "blue"), Turn(.assistant, "no")]),
      ])
  }

  /// "no" is shorter than "yeah", so the classes' answers differ in length; the classes are in the order of their names.
  @Test func eachTextGetsTheClassThatTheModelFindsLikeliest() throws {
    let chat = try toyChat(), texts = try texts(lines)
    let test = try ClassificationTest(of: texts, [3, 0, 1], for: chat)
    #expect(test.classes == ["no", "yeah"] && test.actual == [0, 1, 0])
    let conversations = Conversation.classifying(texts)
    func surprise(_ text: Int, _ label: String) throws -> Double {
      var talk = conversations[text]
      talk.turns[1].content = label
      let answer = try chat.template.encode(talk)
      let count = Double(answer.isAnswer.count { $0 })
      return count * chat.model.loss(of: try ChatBatches([talk], chat.template, contextLength: 48))
    }
    let expected = try [3, 0, 1].map { try surprise($0, "no") <= surprise($0, "yeah") ? 0 : 1 }
    #expect(test.predictions(of: chat.model) == expected)
    let right = zip(expected, test.actual).count { $0 == $1 }
    #expect(test.accuracy(of: chat.model) == Double(right) / 3)
  }

  @Test func classesAreLearned() throws {
    let chat = try toyChat(), texts = try texts(lines)
    let batches = try ChatBatches(Conversation.classifying(texts), chat.template, contextLength: 48)
    let training = ChatTraining(chat.model, batches, batchSize: 4, shortOptions(150), seed: 1)
    while !training.trainer.isDone { _ = try training.step() }
    #expect(try ClassificationTest(of: texts, [0, 1, 2, 3], for: chat).accuracy(of: chat.model) == 1)
  }

  /// Fits with its own class, but not with the longer one.
  @Test func aTextThatDoesNotFitWithSomeClassIsNamed() throws {
    let chat = try toyChat(), context = chat.model.configuration.contextLength
    let long = String(repeating: "a", count: context - 5)
    let texts = try texts(["no\t\(long)", "yeah\tred"])
    _ = try ChatBatches(Conversation.classifying(texts), chat.template, contextLength: context)
    let found = try problem(.badData) { _ = try ClassificationTest(of: texts, [1, 0], for: chat) }
    #expect(found.message.contains("text 1") && found.message.contains("\(context)"), "\(found.message)")
  }
}
