import Files
import Layers
import Tensors

/// A GPT with a linear head in place of its output layer: it returns scores of classes, rewards or values.
///
/// With one output per class, it is a classifier of texts; with one output alone, a reward model or the estimate of what
/// is still to come. The head starts at zero, so a classifier begins with equal probabilities, and an estimate with 0.
///
///     let classifier = GPTWithHead(model, outputCount: 4)
///     classifier.head.initialize(seed: 1337)
///     classifier.outputs(atEndOf: [[3, 1, 4], [1, 5]]).shape    // (2, 4)
///
/// Training continues with all of the model's parameters, unless some are frozen.
public final class GPTWithHead: Module {
  /// The model below the head.
  public let model: GPT
  /// C -> K.
  public let head: Linear

  /// Puts a head on a model, which it does not copy.
  ///
  /// - Parameter outputCount: K, at least 1.
  public init(_ model: GPT, outputCount: Int) {
    require(outputCount >= 1, "GPTWithHead: \(outputCount) outputs")
    self.model = model
    head = Linear(model.configuration.width, outputCount, .zeros)
  }

  /// The model and the head.
  public var children: [Child] { [.module("model", model), .module("head", head)] }

  /// Returns the outputs at the last token of each text, which has seen all of them: -> (B, K).
  ///
  /// - Parameter texts: at least one, each of at least one token and at most the context length.
  public func outputs(atEndOf texts: [[Int32]], _ pass: inout ForwardPass) -> Tensor {
    let rows = PaddedRows(texts)
    let states = model.states(rows.ids, batchSize: texts.count, &pass)
    return head(states.rows(texts.indices.map { $0 * rows.length + texts[$0].count - 1 }))
  }

  /// Returns the outputs at the last token of each text, without dropout: -> (B, K).
  public func outputs(atEndOf texts: [[Int32]]) -> Tensor {
    var pass = ForwardPass.evaluation
    return outputs(atEndOf: texts, &pass)
  }

  /// Returns the mean loss of a classifier, in nats per text.
  ///
  /// - Parameter classes: the class of each text, below K.
  public func loss(_ texts: [[Int32]], classes: [Int32], _ pass: inout ForwardPass) -> Tensor {
    crossEntropy(outputs(atEndOf: texts, &pass), targets: classes)
  }
}

/// Texts of different lengths as the rows of a matrix, filled up at the end with token 0.
///
/// A causal model computes the same for the tokens of a text whatever comes after them.
public struct PaddedRows: Equatable, Sendable {
  /// The tokens, (B, T).
  public let ids: [Int32]
  /// T, the length of the longest text.
  public let length: Int

  /// Puts texts side by side.
  ///
  /// - Parameter texts: at least one, each of at least one token.
  public init(_ texts: [[Int32]]) {
    require(!texts.isEmpty && texts.allSatisfy { !$0.isEmpty }, "PaddedRows: a text without tokens")
    let length = texts.map(\.count).max() ?? 0
    self.length = length
    ids = texts.flatMap { $0 + Array(repeating: 0, count: length - $0.count) }
  }
}

extension Tensor {
  /// Returns rows of the matrix that a tensor is without its last axis: (..., C) -> (N, C). A row can be taken several
  /// times.
  ///
  /// - Parameter numbers: counted over all axes but the last, in row-major order.
  package func rows(_ numbers: [Int]) -> Tensor {
    let width = shape[-1]
    let matrix = reshaped(to: [width > 0 ? count / width : 0, width])
    return embedding(matrix, ids: numbers.map { Int32(clamping: $0) }, shape: [numbers.count])
  }
}
