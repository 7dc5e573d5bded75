import Corpora
import Files
import Tensors
import Transformers

/// A prompt and what a model answered: the unit that rewards and preferences are about.
public struct Answer: Equatable, Hashable, Codable, Sendable {
  /// The tokens that were given.
  public let prompt: [Int32]
  /// The tokens that the model wrote, including the one that ended the answer, if there is one.
  public let tokens: [Int32]

  /// Creates an answer; both parts have at least one token.
  public init(prompt: [Int32], tokens: [Int32]) {
    require(!prompt.isEmpty && !tokens.isEmpty, "Answer: \(tokens.count) tokens after a prompt of \(prompt.count)")
    (self.prompt, self.tokens) = (prompt, tokens)
  }

  /// The prompt and the answer as one text.
  public var text: [Int32] { prompt + tokens }

  /// The text, of which the answer is to be predicted.
  public var marked: MarkedTokens { MarkedTokens(prompt: prompt, answer: tokens) }
}

/// Two answers to the same prompt, one of which is preferred.
public struct Preference: Equatable, Hashable, Codable, Sendable {
  /// The preferred answer, and the other one.
  public let chosen, rejected: Answer

  /// Creates a pair of answers to the same prompt.
  public init(chosen: Answer, rejected: Answer) {
    require(chosen.prompt == rejected.prompt, "Preference: the answers are to different prompts")
    (self.chosen, self.rejected) = (chosen, rejected)
  }
}

/// B answers side by side, with at most A tokens each: the matrices (B, A) that losses are about.
///
/// An element (b, a) belongs to the token a of answer b. Shorter answers are filled up at the end, and ``mask`` says where.
public struct AnswerBatch {
  /// The answers.
  public let answers: [Answer]
  /// A, the length of the longest answer.
  public let longest: Int
  /// (B, A): 1 for tokens of answers, 0 for what fills them up.
  public let mask: Tensor
  /// What the model reads: each text, usually without its last token.
  let rows: PaddedRows
  /// For each element, the row of the model's states that predicts it.
  let places: [Int]
  /// The tokens, (B, A).
  let targets: [Int32]

  /// Puts answers side by side; at least one.
  public init(_ answers: [Answer]) { self.init(answers, readsLast: false) }

  /// Puts answers side by side.
  ///
  /// - Parameter readsLast: whether the model also reads the last token of each, after which nothing is predicted.
  init(_ answers: [Answer], readsLast: Bool) {
    require(!answers.isEmpty, "AnswerBatch: no answers")
    self.answers = answers
    let longest = answers.map(\.tokens.count).max() ?? 0
    self.longest = longest
    let rows = PaddedRows(answers.map { readsLast ? $0.text : Array($0.text.dropLast()) })
    self.rows = rows
    var mask: [Float] = [], places: [Int] = [], targets: [Int32] = []
    for (b, answer) in answers.enumerated() {
      let filling = longest - answer.tokens.count, first = b * rows.length + answer.prompt.count - 1
      mask += answer.tokens.map { _ in 1 } + Array(repeating: 0, count: filling)
      places += answer.tokens.indices.map { first + $0 } + Array(repeating: first, count: filling)
      targets += answer.tokens + Array(repeating: 0, count: filling)
    }
    self.mask = Tensor([answers.count, longest], mask)
    (self.places, self.targets) = (places, targets)
  }

  /// The number of tokens of all answers.
  public var tokenCount: Int { answers.reduce(0) { $0 + $1.tokens.count } }

  /// Returns numbers per token as a matrix (B, A), filled up with zeros.
  public func matrix(_ values: [[Float]]) -> Tensor {
    require(
      values.map(\.count) == answers.map(\.tokens.count),
      "AnswerBatch: the numbers are not one per token of each answer")
    return Tensor(
      [answers.count, longest], values.flatMap { $0 + Array(repeating: 0, count: longest - $0.count) })
  }

  /// Returns the numbers of a matrix (B, A) that belong to tokens, for each answer.
  public func perToken(_ matrix: Tensor) -> [[Float]] {
    require(matrix.shape == mask.shape, "AnswerBatch: a matrix of shape \(matrix.shape), not \(mask.shape)")
    let elements = matrix.elements
    return answers.indices.map { b in Array(elements[b * longest..<b * longest + answers[b].tokens.count]) }
  }
}
