import Corpora
import Files
import Tokenizers

/// Conversations in batches for training: each conversation is a row of its own, and a row that is shorter than the
/// longest one of its batch is filled up with end tokens that do not count.
///
///     var batches = try ChatBatches(conversations, template, contextLength: 256)
///     for batch in batches.epoch(batchSize: 16, using: &generator) { ... }
///
/// Our attention has no mask of blocks. If two conversations shared a row, the second would see the first, and its
/// positions would not begin at 0. With a row for each, nothing can leak: attention only looks back, so a conversation
/// never sees what fills up its row either. Conversations of about the same length share a batch, so little is wasted;
/// ``filledShare(of:)`` measures it.
public struct ChatBatches: Sendable {
  /// The conversations as tokens.
  public let conversations: [ChatTemplate.Encoded]
  private let end: Int32

  /// Encodes conversations.
  ///
  /// - Parameters:
  ///   - contextLength: the most tokens that the model reads at a time.
  ///   - unit: what a conversation is called in errors.
  /// - Throws: `Problem` of kind `badData` that names the first conversation that is too long or has characters that the
  ///   tokenizer does not know.
  public init(
    _ conversations: [Conversation], _ template: ChatTemplate, contextLength: Int, unit: String = "conversation"
  )
    throws
  {
    self.conversations = try conversations.enumerated().map { i, conversation in
      do {
        let encoded = try template.encode(conversation)
        // The last token is only predicted, so the model need not read it.
        guard encoded.ids.count <= contextLength + 1 else {
          throw Problem(
            .badData, "\(encoded.ids.count) tokens do not fit a context of \(contextLength)",
            suggestion: "Shorten it, or train a model with a larger \(Problem.setting("context")).")
        }
        return encoded
      } catch let problem as Problem {
        throw Problem(problem.kind, "\(unit) \(i + 1): \(problem.message)", suggestion: problem.suggestion)
      }
    }
    end = template.end
  }

  private init(_ conversations: [ChatTemplate.Encoded], end: Int32) {
    (self.conversations, self.end) = (conversations, end)
  }

  /// Returns some of the conversations, by their numbers from 0, as batches of their own.
  public func part(_ numbers: [Int]) -> ChatBatches { ChatBatches(numbers.map { conversations[$0] }, end: end) }

  /// Returns all conversations once, in random order, in batches of at most `batchSize` rows.
  ///
  /// They are shuffled, then sorted by length in groups of 8 batches, and the batches are shuffled again. The same
  /// generator gives the same batches.
  public func epoch(batchSize: Int, using generator: inout some RandomNumberGenerator) -> [Batch] {
    require(batchSize > 0, "ChatBatches: batches of \(batchSize) rows")
    var order = Array(conversations.indices)
    generator.shuffle(&order)
    var rows: [[Int]] = []
    for start in stride(from: 0, to: order.count, by: 8 * batchSize) {
      let group = order[start..<min(order.count, start + 8 * batchSize)].sorted {
        // Ties keep their random order on every machine.
        (conversations[$0].ids.count, $0) < (conversations[$1].ids.count, $1)
      }
      for first in stride(from: 0, to: group.count, by: batchSize) {
        rows.append(Array(group[first..<min(group.count, first + batchSize)]))
      }
    }
    generator.shuffle(&rows)
    return rows.map(batch)
  }

  /// Returns some of the conversations as one batch.
  public func batch(_ numbers: [Int]) -> Batch {
    let length = numbers.map { conversations[$0].ids.count - 1 }.max() ?? 0
    var inputs: [Int32] = [], targets: [Int32] = []
    for number in numbers {
      let (ids, isAnswer) = (conversations[number].ids, conversations[number].isAnswer)
      let padding = length - (ids.count - 1)
      inputs += ids.dropLast() + Array(repeating: end, count: padding)
      targets += zip(ids, isAnswer).dropFirst().map { $1 ? $0 : -1 } + Array(repeating: -1, count: padding)
    }
    return Batch(inputs: inputs, targets: targets, batchSize: numbers.count)
  }

  /// Returns the share of the tokens of batches that only fill up rows.
  public func filledShare(of batches: [Batch]) -> Double {
    let all = batches.reduce(0) { $0 + $1.inputs.count }
    let read = conversations.reduce(0) { $0 + $1.ids.count - 1 }
    return all == 0 ? 0 : 1 - Double(read) / Double(all)
  }
}
