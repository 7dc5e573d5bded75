import Files
import Layers
import Tensors

/// GloVe: two tables of vectors with biases, one row per word. The dot product of two rows plus their biases
/// approximates the logarithm of how often the two words occur near each other (Pennington, Socher and Manning 2014).
///
/// The two tables play the same role, since each pair is learned in both directions; they differ only in their initial
/// values. The vectors that are kept are the sums of both tables, which are slightly better than either (section 4.2).
///
///     let model = GloVe(vocabularySize: 1000, dimensions: 300)
///     model.parameterCount     // 602,000: two tables, and two biases per word
///     model.vectors().shape    // (1000, 300)
public final class GloVe: Module {
  /// The table for the first word of a pair.
  public let input: BiasedTable
  /// The table for the second word.
  public let output: BiasedTable

  /// Creates a model with random vectors near 0 and zero biases.
  public init(vocabularySize: Int, dimensions: Int) {
    require(vocabularySize >= 1 && dimensions >= 1, "GloVe: \(vocabularySize) words with \(dimensions) dimensions")
    let start = Initialization.uniform(bound: 0.5 / Float(dimensions))
    input = BiasedTable(vocabularySize, dimensions, weight: start, bias: .zeros)
    output = BiasedTable(vocabularySize, dimensions, weight: start, bias: .zeros)
  }

  /// The two tables.
  public var children: [Child] { [.module("input", input), .module("output", output)] }

  /// Returns the vectors that are kept, (V, D): the sums of both tables' rows.
  public func vectors() -> Tensor { input.weight.detached() + output.weight.detached() }
}

/// A table of vectors, each with a bias.
public final class BiasedTable: Module {
  /// (V, D).
  public let weight: Parameter
  /// (V).
  public let bias: Parameter

  /// Creates a table of `count` vectors with `size` dimensions.
  public init(_ count: Int, _ size: Int, weight: Initialization, bias: Initialization) {
    self.weight = Parameter([count, size], weight)
    self.bias = Parameter([count], bias)
  }

  /// The vectors and the biases.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }
}

/// The state of AdaGrad for a ``GloVe``: for each parameter, the sum of its squared steps so far, where a step is the
/// gradient times the learning rate; see `updatePairs` in Kernels.
public final class GloVeOptimizerState: Module {
  /// The sums for each table.
  public let input: BiasedTable, output: BiasedTable

  /// Creates sums that start at 1, so the first updates are the steps themselves.
  public init(vocabularySize: Int, dimensions: Int) {
    input = BiasedTable(vocabularySize, dimensions, weight: .ones, bias: .ones)
    output = BiasedTable(vocabularySize, dimensions, weight: .ones, bias: .ones)
  }

  /// The sums for each table.
  public var children: [Child] { [.module("input", input), .module("output", output)] }
}

// MARK: - Readable reference

extension GloVe {
  /// Returns the loss of some pairs of words, on tensors: the sum over the pairs of
  ///
  ///     f(X) (x · y + b + c - log X)^2 / 2,    f(X) = min(1, (X / maximum)^exponent)
  ///
  /// where x and b are the input row and bias of the first word, y and c the output row and bias of the second, and X
  /// is how often they occur near each other (equations 8 and 9; the half saves a factor of 2 in all gradients).
  ///
  /// ``GloVeTraining`` computes the same loss with handwritten kernels, and a test compares the two.
  ///
  /// - Parameters:
  ///   - inputs: the first word of each pair.
  ///   - outputs: the second word of each pair.
  ///   - counts: the count of each pair, X.
  public func pairLoss(inputs: [Int32], outputs: [Int32], counts: [Float], _ options: GloVeOptions) -> Tensor {
    requireValid("GloVe", options.validate)
    require(
      inputs.count == outputs.count && inputs.count == counts.count && counts.allSatisfy { $0 > 0 },
      "GloVe: \(inputs.count) and \(outputs.count) words with \(counts.count) counts, which must be above 0")
    let pairs = Shape([inputs.count])
    let x = embedding(input.weight, ids: inputs, shape: pairs)  // (B, D)
    let y = embedding(output.weight, ids: outputs, shape: pairs)  // (B, D)
    let b = embedding(input.bias.reshaped(to: [-1, 1]), ids: inputs, shape: pairs)  // (B, 1)
    let c = embedding(output.bias.reshaped(to: [-1, 1]), ids: outputs, shape: pairs)  // (B, 1)
    let count = Tensor([counts.count, 1], counts)
    let difference = (x * y).sum(axis: 1, keepAxis: true) + b + c - count.log()  // (B, 1)
    let rising = ((count / Float(options.maximumCount)).log() * Float(options.exponent)).exp()
    let weight = Tensor(rising.shape, rising.elements.map { min(1, $0) })
    return 0.5 * (weight * difference * difference).sum()
  }
}
