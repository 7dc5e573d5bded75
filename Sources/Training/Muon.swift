import Kernels
import Layers
import Tensors

/// The optimizer Muon (Jordan et al. 2024): it moves each matrix by its momentum, made orthogonal, so rare directions
/// learn as fast as common ones.
///
/// It is meant for matrices inside a model. Embeddings, output layers and vectors need another optimizer, such as
/// ``AdamW``; ``TrainingOptions`` combines the two.
///
///     let optimizer = Muon(model.namedParameters.filter { $0.name.hasPrefix("blocks.") && $0.parameter.shape.rank == 2 })
public final class Muon: Optimizer {
  /// The settings of Muon.
  public struct Options: Codable, Equatable, Sendable {
    /// The fraction of the last step's momentum that carries over.
    public var momentum: Double
    /// How much weights shrink per step, as a multiple of the learning rate.
    public var weightDecay: Double
    /// How often a step is brought nearer to an orthogonal matrix. Most of the cost of a step lies here.
    public var iterations: Int

    /// Creates the given settings.
    public init(momentum: Double = 0.95, weightDecay: Double = 0, iterations: Int = 5) {
      (self.momentum, self.weightDecay, self.iterations) = (momentum, weightDecay, iterations)
    }
  }

  private let named: [NamedParameter]
  private let options: Options
  private let velocities: [Parameter]
  /// The momenta, with names such as `blocks.0.mlp.up.weight.velocity`.
  public let children: [Child]
  /// The number of updates so far.
  public var updateCount = 0

  /// Creates an optimizer at rest. Each parameter must be a matrix, and in the list once.
  public init(_ matrices: [NamedParameter], _ options: Options = Options()) {
    requireDistinct("Muon", matrices)
    requireSetting("Muon", "momentum", options.momentum, in: 0..<1)
    requireSetting("Muon", "weight decay", options.weightDecay, in: nonNegative)
    requireSetting("Muon", "number of iterations", Double(options.iterations), in: 1...100)
    for matrix in matrices where matrix.parameter.shape.rank != 2 {
      fatalError("Muon: \(matrix.name) of shape \(matrix.parameter.shape) is not a matrix")
    }
    named = matrices
    self.options = options
    velocities = matrices.map { zeroState(of: $0.parameter) }
    children = zip(matrices, velocities).map { .parameter($0.name + ".velocity", $1) }
  }

  /// Moves each matrix that has a gradient by one step. Clipping changes only how much of a step carries over: the step
  /// itself has the same length, however long the gradient is.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    requireSetting("Muon", "learning rate", learningRate, in: nonNegative)
    requireSetting("Muon", "gradient scale", gradientScale, in: nonNegative)
    updateCount += 1
    let found = named.indices.compactMap { i in gradients[named[i].parameter].map { (i, $0) } }
    withExtendedLifetime(found) {
      muon(
        found.map { i, gradient in
          let parameter = named[i].parameter
          return MuonMatrix(
            weights: parameter.data, velocities: velocities[i].data, gradients: gradient.data,
            rows: parameter.shape[0], columns: parameter.shape[1])
        }, learningRate: learningRate, momentum: options.momentum, weightDecay: options.weightDecay,
        gradientScale: gradientScale, iterations: options.iterations)
    }
  }
}
