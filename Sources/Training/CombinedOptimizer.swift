import Layers
import Tensors

/// Several optimizers, each for its own parameters of a model: such as Muon for the matrices and AdamW for the rest.
///
///     CombinedOptimizer([("muon", Muon(matrices), 20), ("adamw", AdamW(others), 1)])
public final class CombinedOptimizer: Optimizer {
  /// An optimizer, the name of its state in files, and the factor by which its learning rate differs from the run's.
  public typealias Part = (name: String, optimizer: any Optimizer, rateFactor: Double)

  private let parts: [Part]

  /// Combines optimizers whose parameters are different.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The state of each optimizer.
  public var children: [Child] { parts.map { .module($0.name, $0.optimizer) } }

  /// The number of updates so far.
  public var updateCount: Int {
    get { parts.first?.optimizer.updateCount ?? 0 }
    set { for part in parts { part.optimizer.updateCount = newValue } }
  }

  /// Lets each optimizer move its parameters by one step.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    for part in parts {
      part.optimizer.update(
        gradients, learningRate: learningRate * part.rateFactor, gradientScale: gradientScale)
    }
  }
}
