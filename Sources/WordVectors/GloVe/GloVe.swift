import Layers
import Tensors

/// GloVe: two tables of vectors with biases, a row a word, whose products are the logarithms of how often two words stand
/// near each other (Pennington, Socher and Manning 2014).
///
/// The two tables play the same part, as each pair is learnt both ways round; they differ only in where they started. The
/// vectors that are kept are their sums, which are a little better than either (section 4.2).
///
///     let model = GloVe(vocabularySize: 1000, dimensions: 300)
///     model.parameterCount     // 602,000: two tables, and two biases a word
///     model.vectors().shape    // (1000, 300)
public final class GloVe: Module {
  /// The table of the one word of a pair.
  public let input: BiasedTable
  /// The table of the other.
  public let output: BiasedTable

  /// Vectors that start at random, near 0, and biases of 0.
  public init(vocabularySize: Int, dimensions: Int) {
    let start = Initialisation.uniform(bound: 0.5 / Float(dimensions))
    input = BiasedTable(vocabularySize, dimensions, weight: start, bias: .zeros)
    output = BiasedTable(vocabularySize, dimensions, weight: start, bias: .zeros)
  }

  /// The two tables.
  public var children: [Child] { [.module("input", input), .module("output", output)] }

  /// The vectors that are kept, (V, D): the sums of both tables' rows.
  public func vectors() -> Tensor { input.weight.detached() + output.weight.detached() }
}

/// A table of vectors, each with a bias.
public final class BiasedTable: Module {
  /// (V, D).
  public let weight: Parameter
  /// (V).
  public let bias: Parameter

  /// A table of `count` vectors of `size` numbers.
  public init(_ count: Int, _ size: Int, weight: Initialisation, bias: Initialisation) {
    self.weight = Parameter([count, size], weight)
    self.bias = Parameter([count], bias)
  }

  /// The vectors and the biases.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }
}

/// What AdaGrad remembers beside a ``GloVe``: for each of its numbers the sum of its squared steps so
/// far, a step being the gradient times the learning rate; see `updatePairs` in Kernels.
public final class GloVeMemory: Module {
  /// The sums for each table.
  public let input: BiasedTable, output: BiasedTable

  /// Sums that start at 1, so that the first moves are the steps themselves.
  public init(vocabularySize: Int, dimensions: Int) {
    input = BiasedTable(vocabularySize, dimensions, weight: .ones, bias: .ones)
    output = BiasedTable(vocabularySize, dimensions, weight: .ones, bias: .ones)
  }

  /// The sums for each table.
  public var children: [Child] { [.module("input", input), .module("output", output)] }
}

// MARK: - The readable way

extension GloVe {
  /// The loss of some pairs of words, on tensors: the sum over the pairs of
  ///
  ///     f(X) (x · y + b + c - log X)^2 / 2,    f(X) = min(1, (X / maximum)^exponent)
  ///
  /// where x and b are the input row and bias of the one word, y and c the output row and bias of the other, and X how
  /// often they stand near each other (equations 8 and 9; the half saves a factor of 2 in all gradients).
  ///
  /// It is what ``GloVeTraining`` computes by hand, and a test holds the two against each other.
  ///
  /// - Parameters:
  ///   - inputs: the one word of each pair.
  ///   - outputs: the other.
  ///   - counts: how often each pair was counted.
  public func pairLoss(inputs: [Int32], outputs: [Int32], counts: [Float], _ options: GloVeOptions) -> Tensor {
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
