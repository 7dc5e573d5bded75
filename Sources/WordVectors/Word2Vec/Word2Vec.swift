import Files
import Kernels
import Layers
import Tensors

/// Word2Vec: two tables of vectors with one row per word (Mikolov et al. 2013).
///
/// The input table has the vectors that are kept in the end. The score of a word near a given word is the dot product
/// of the given word's input row and its own output row. With hierarchical softmax, the output table has a row for each
/// inner node of a tree over the words, one fewer than there are words.
///
///     let model = Word2Vec(vocabularySize: 1000, dimensions: 300)
///     model.parameterCount     // 600,000: two tables, no biases
public final class Word2Vec: Module {
  /// (V, D).
  public let input: Embedding
  /// (V, D), or (V - 1, D) with hierarchical softmax.
  public let output: Embedding

  /// Creates a model with random input vectors near 0 and zero output rows, which make all words equally likely.
  public init(vocabularySize: Int, dimensions: Int, objective: Word2VecOptions.Objective = .negativeSampling) {
    require(
      vocabularySize >= (objective == .hierarchicalSoftmax ? 2 : 1) && dimensions >= 1,
      "Word2Vec: \(vocabularySize) words with \(dimensions) dimensions")
    input = Embedding(vocabularySize, dimensions, .uniform(bound: 0.5 / Float(dimensions)))
    output = Embedding(objective == .hierarchicalSoftmax ? vocabularySize - 1 : vocabularySize, dimensions, .zeros)
  }

  /// The number of words.
  public var vocabularySize: Int { input.weight.shape[0] }
  /// The dimensions of a vector, D.
  public var dimensions: Int { input.weight.shape[1] }

  /// The two tables.
  public var children: [Child] { [.module("input", input), .module("output", output)] }
}

// MARK: - Readable reference

extension Word2Vec {
  /// Returns the loss of pairs by full softmax, on tensors: the mean of -log softmax(x Y^T)[target], where x is the
  /// input row of a pair and Y the whole output table.
  ///
  /// The other objectives avoid this loss because its cost grows with the vocabulary: 6 V D operations per pair.
  ///
  /// - Parameters:
  ///   - inputs: a word for each pair.
  ///   - targets: the word near it.
  public func softmaxLoss(inputs: [Int32], targets: [Int32]) -> Tensor {
    let x = input(inputs, shape: [inputs.count])  // (B, D)
    return crossEntropy(output.logits(x), targets: targets)  // (B, V)
  }

  /// Returns the loss of one window by negative sampling or hierarchical softmax, on tensors: the sum over all pairs of
  /// an input and an output row of log(1 + e^-z) if they belong together and of log(1 + e^z) if not, where z is their
  /// dot product.
  ///
  /// ``WindowTraining`` computes the same loss with handwritten kernels, and a test compares the two.
  ///
  /// - Parameters:
  ///   - inputs: the input rows.
  ///   - outputs: the output rows: a word and its negative samples, or the inner nodes on the path to a word.
  ///   - truths: for each output row, 1 if it belongs to the inputs, otherwise 0.
  ///   - usesMean: whether the mean of the inputs replaces them all (CBOW).
  public func pairLoss(inputs: [Int32], outputs: [Int32], truths: [Float], usesMean: Bool = false) -> Tensor {
    var x = input(inputs, shape: [inputs.count])  // (M, D)
    if usesMean { x = x.mean(axis: 0, keepAxis: true) }
    let y = output(outputs, shape: [outputs.count])  // (N, D)
    let z = linear(x, weight: y)  // (M, N)
    let signs = Tensor([1, truths.count], truths.map { 1 - 2 * $0 })  // -1 where they belong together
    return stack([.zeros(z.shape), z * signs]).logSumExp(axis: 0).sum()  // log(e^0 + e^z), which does not overflow
  }
}
