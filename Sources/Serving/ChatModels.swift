import Conversations

/// One stage of a run that can be talked to.
///
///     ChatStage("tuned", summary: "after fine-tuning")
public struct ChatStage: Sendable, Equatable, Encodable {
  /// A short name, the heading of its answers.
  public let name: String
  /// What distinguishes it, in a few words.
  public let summary: String

  /// Creates a stage with a name and a summary.
  public init(_ name: String, summary: String) { (self.name, self.summary) = (name, summary) }
}

/// Something that answers: the models of a run, stage by stage.
public protocol ChatModels: Sendable {
  /// The stages, in the order in which the page shows them.
  var stages: [ChatStage] { get }

  /// Answers a conversation.
  ///
  /// `ChatServer` never calls this from two threads at the same time, so models need no locks.
  ///
  /// - Parameters:
  ///   - turns: the conversation in the right order; the last turn is the user's.
  ///   - stage: the number of the stage, from 0.
  ///   - temperature: a number of at least 0 that is finite in single precision, too.
  ///   - seed: the seed of the random draws.
  ///   - emit: takes the next piece of the answer. It returns false if nobody listens anymore; the model should then
  ///     stop.
  /// - Returns: a remark for the reader, such as that a filter acted; nil for none.
  func answer(_ turns: [Turn], stage: Int, temperature: Double, seed: UInt64, emit: (String) -> Bool) throws -> String?
}
