import Kernels
import Layers
import Tensors

/// The optimizer AdamW (Loshchilov and Hutter 2019) over the parameters of a model.
///
///     let optimizer = AdamW(model.namedParameters)
///     let gradients = gradients(of: model.parameters) { loss }
///     optimizer.update(gradients, learningRate: 1e-3)
///     try optimizer.save(to: "optimizer.safetensors")
public final class AdamW: Optimizer {
  /// The settings of AdamW.
  public struct Options: Codable, Equatable, Sendable {
    /// How much weights with two or more axes shrink per step, as a multiple of the learning rate.
    public var weightDecay: Double
    /// How slowly the moving average of the gradients changes.
    public var beta1: Double
    /// How slowly the moving average of the squared gradients changes.
    public var beta2: Double
    /// Keeps the division by the square root of the squared gradients' moving average finite.
    public var epsilon: Double

    /// Creates the given settings; the defaults are those of the small GPT.
    public init(weightDecay: Double = 0.1, beta1: Double = 0.9, beta2: Double = 0.99, epsilon: Double = 1e-8) {
      (self.weightDecay, self.beta1, self.beta2, self.epsilon) = (weightDecay, beta1, beta2, epsilon)
    }
  }

  private let named: [NamedParameter]
  private let options: Options
  private let firstMoments: [Parameter]
  private let secondMoments: [Parameter]
  /// The moments, with names such as `blocks.0.norm1.weight.first_moment`.
  public let children: [Child]
  /// The number of updates so far.
  public var updateCount = 0

  /// Creates an optimizer with zero moments. Each parameter must be in the list once. Betas are at least 0 and below 1,
  /// weight decay is at least 0, and epsilon is above 0.
  public init(_ parameters: [NamedParameter], _ options: Options = Options()) {
    requireDistinct("AdamW", parameters)
    requireSetting("AdamW", "weight decay", options.weightDecay, in: nonNegative)
    requireSetting("AdamW", "beta1", options.beta1, in: 0..<1)
    requireSetting("AdamW", "beta2", options.beta2, in: 0..<1)
    requireSetting("AdamW", "epsilon", options.epsilon, in: .leastNormalMagnitude...1)
    named = parameters
    self.options = options
    firstMoments = parameters.map { zeroState(of: $0.parameter) }
    secondMoments = parameters.map { zeroState(of: $0.parameter) }
    children = zip(parameters, zip(firstMoments, secondMoments)).flatMap { named, moments in
      [
        Child.parameter(named.name + ".first_moment", moments.0),
        Child.parameter(named.name + ".second_moment", moments.1),
      ]
    }
  }

  /// Moves each parameter that has a gradient by one step.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    requireSetting("AdamW", "learning rate", learningRate, in: nonNegative)
    requireSetting("AdamW", "gradient scale", gradientScale, in: nonNegative)
    updateCount += 1
    func step(_ decay: Double) -> AdamWStep {
      AdamWStep(
        step: updateCount, learningRate: learningRate, weightDecay: decay, beta1: options.beta1, beta2: options.beta2,
        epsilon: options.epsilon, gradientScale: gradientScale)
    }
    let (decaying, plain) = (step(options.weightDecay), step(0))
    adamW(
      named.indices.compactMap { i in
        let parameter = named[i].parameter
        return gradients[parameter].map {
          AdamWParameter(
            weights: parameter.data, firstMoments: firstMoments[i].data, secondMoments: secondMoments[i].data,
            gradients: $0.data, count: parameter.count, decays(parameter) ? decaying : plain)
        }
      })
  }
}
