import Kernels
import Layers
import Tensors

/// Stochastic gradient descent with momentum (Sutskever et al. 2013): each parameter moves against a decaying sum of
/// its gradients.
///
///     let optimizer = SGD(model.namedParameters, .init(momentum: 0.9))
public final class SGD: Optimizer {
  /// The settings of gradient descent.
  public struct Options: Codable, Equatable, Sendable {
    /// The fraction of the last step's movement that carries over; 0 is plain gradient descent.
    public var momentum: Double
    /// How much weights with two or more axes shrink per step, as a multiple of the learning rate.
    public var weightDecay: Double

    /// Creates the given settings.
    public init(momentum: Double = 0.9, weightDecay: Double = 0) {
      (self.momentum, self.weightDecay) = (momentum, weightDecay)
    }
  }

  private let named: [NamedParameter]
  private let options: Options
  private let velocities: [Parameter]
  /// The sums of gradients, with names such as `blocks.0.norm1.weight.velocity`.
  public let children: [Child]
  /// The number of updates so far.
  public var updateCount = 0

  /// Creates an optimizer at rest. Each parameter must be in the list once. Momentum is at least 0 and below 1, and
  /// weight decay is at least 0.
  public init(_ parameters: [NamedParameter], _ options: Options = Options()) {
    requireDistinct("SGD", parameters)
    requireSetting("SGD", "momentum", options.momentum, in: 0..<1)
    requireSetting("SGD", "weight decay", options.weightDecay, in: nonNegative)
    named = parameters
    self.options = options
    velocities = parameters.map { zeroState(of: $0.parameter) }
    children = zip(parameters, velocities).map { .parameter($0.name + ".velocity", $1) }
  }

  /// Moves each parameter that has a gradient by one step.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    requireSetting("SGD", "learning rate", learningRate, in: nonNegative)
    requireSetting("SGD", "gradient scale", gradientScale, in: nonNegative)
    updateCount += 1
    func step(_ decay: Double) -> SGDStep {
      SGDStep(
        learningRate: learningRate, weightDecay: decay, momentum: options.momentum, gradientScale: gradientScale)
    }
    let (decaying, plain) = (step(options.weightDecay), step(0))
    sgd(
      named.indices.compactMap { i in
        let parameter = named[i].parameter
        return gradients[parameter].map {
          SGDParameter(
            weights: parameter.data, velocities: velocities[i].data, gradients: $0.data, count: parameter.count,
            decays(parameter) ? decaying : plain)
        }
      })
  }
}
