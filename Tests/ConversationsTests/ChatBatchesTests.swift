import Corpora
import Files
import Numerics
import TestSupport
import Testing
import Tokenizers

@testable import Conversations

struct ChatBatchesTests {
  private func template() throws -> ChatTemplate {
    try ChatTemplate(ChatTemplate.reserveTokens(in: CharacterTokenizer(text: "abcdefghijklmnopqrstuvwxyz")))
  }

  private func talk(_ question: Int, _ answer: Int) -> Conversation {
    Conversation([
      Turn(.user, String(repeating: "q", count: question)), Turn(.assistant, String(repeating: "a", count: answer)),
    ])
  }

  @Test func aRowIsOneConversationAndOnlyItsAnswerCounts() throws {
    let template = try template(), end = template.end
    let batches = try ChatBatches([talk(1, 2), talk(2, 3)], template, contextLength: 32)
    let batch = batches.batch([0, 1]), T = batch.length
    // <user> q <end> <assistant> a a <end>, and one token longer on both sides
    #expect(batch.batchSize == 2 && T == 8)
    let (q, a) = (try template.tokenizer.encode("q")[0], try template.tokenizer.encode("a")[0])
    let (user, assistant) = (end - 2, end - 1)
    #expect(Array(batch.inputs[..<T]) == [user, q, end, assistant, a, a, end, end])
    #expect(Array(batch.targets[..<T]) == [-1, -1, -1, a, a, end, -1, -1])
    #expect(Array(batch.inputs[T...]) == [user, q, q, end, assistant, a, a, a])
    #expect(Array(batch.targets[T...]) == [-1, -1, -1, -1, a, a, a, end])
  }

  @Test func anEpochHasEveryConversationOnceInTheSameOrderForTheSameSeed() throws {
    let talks = (1...25).flatMap { question in (1...4).map { talk(question, $0) } }
    let batches = try ChatBatches(talks, template(), contextLength: 64)
    func epoch(_ seed: UInt64) -> [Batch] {
      var generator = RandomGenerator(seed: seed)
      return batches.epoch(batchSize: 8, using: &generator)
    }
    let epoch1 = epoch(1)
    #expect(epoch1 == epoch(1) && epoch1 != epoch(2))
    let counted = epoch1.reduce(0) { $0 + $1.targets.count { $0 >= 0 } }
    #expect(counted == batches.conversations.reduce(0) { $0 + $1.isAnswer.count { $0 } })
    #expect(epoch1.reduce(0) { $0 + $1.batchSize } == 100)
    // Rows of about the same length share a batch; in random order, a third would be filling.
    let share = batches.filledShare(of: epoch1)
    #expect(share > 0 && share < 0.1, "\(share)")
  }

  @Test func aConversationThatDoesNotFitIsRefusedWithItsNumber() throws {
    let template = try template()
    // 7 tokens, of which 6 are read.
    _ = try ChatBatches([talk(1, 2)], template, contextLength: 6)
    let found = try problem(.badData) { _ = try ChatBatches([talk(1, 1), talk(1, 2)], template, contextLength: 5) }
    #expect(found.message.contains("conversation 2: 7 tokens"))
    let unknown = try problem(.badData) {
      _ = try ChatBatches([Conversation([Turn(.user, "?"), Turn(.assistant, "a")])], template, contextLength: 9)
    }
    #expect(unknown.message.contains("conversation 1") && unknown.message.contains("?"))
  }
}
