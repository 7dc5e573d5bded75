import Kernels
import Layers
import Tensors

/// The optimizer AdamW (Loshchilov and Hutter 2019) over all parameters of a model.
///
/// Weights with two or more axes decay; biases and the scales of norms, which have one, do not.
///
///     let optimizer = AdamW(model.namedParameters, options)
///     loss.backward()
///     let norm = optimizer.gradientNorm
///     optimizer.update(learningRate: 1e-3, gradientScale: min(1, 1 / norm))
///     optimizer.clearGradients()
///     try optimizer.save(to: "optimizer.safetensors")
///
/// It is a module so that its moments are saved and loaded as a model's parameters are.
public final class AdamW: Module {
  private let parameters: [Parameter]
  private let options: TrainingOptions
  private let firstMoments: [Parameter]
  private let secondMoments: [Parameter]
  /// The moments, as `blocks.0.norm1.weight.first_moment`.
  public let children: [Child]
  /// How many updates there have been; whoever loads moments sets it too.
  public var updateCount = 0

  /// An optimizer whose moments are zero; each parameter stands in the list once.
  public init(_ parameters: [NamedParameter], _ options: TrainingOptions) {
    self.parameters = parameters.map(\.parameter)
    self.options = options
    firstMoments = self.parameters.map(moments(of:))
    secondMoments = self.parameters.map(moments(of:))
    children = zip(parameters, zip(firstMoments, secondMoments)).flatMap { named, moments in
      [
        Child.parameter(named.name + ".first_moment", moments.0),
        Child.parameter(named.name + ".second_moment", moments.1),
      ]
    }
  }

  /// The length of the gradient of all parameters together.
  public var gradientNorm: Double {
    sumOfSquares(
      parameters.compactMap { parameter in
        parameter.gradient.map { UnsafeBufferPointer(start: $0.data, count: $0.count) }
      }
    ).squareRoot()
  }

  /// Moves each parameter that has a gradient by one step.
  ///
  /// - Parameter gradientScale: what gradients are multiplied by first, to clip them.
  public func update(learningRate: Double, gradientScale: Double = 1) {
    updateCount += 1
    func step(_ decay: Double) -> AdamWStep {
      AdamWStep(
        step: updateCount, learningRate: learningRate, weightDecay: decay, beta1: options.beta1, beta2: options.beta2,
        epsilon: options.epsilon, gradientScale: gradientScale)
    }
    let (decaying, plain) = (step(options.weightDecay), step(0))
    adamW(
      parameters.indices.compactMap { i in
        let parameter = parameters[i]
        return parameter.gradient.map {
          AdamWParameter(
            weights: parameter.data, firstMoments: firstMoments[i].data, secondMoments: secondMoments[i].data,
            gradients: $0.data, count: parameter.count, parameter.shape.rank >= 2 ? decaying : plain)
        }
      })
  }

  /// Forgets all gradients, before those of the next step are added up.
  public func clearGradients() {
    for parameter in parameters { parameter.gradient = nil }
  }
}

/// Moments before the first update: zeros in the shape of a parameter.
private func moments(of parameter: Parameter) -> Parameter {
  let moments = Parameter(parameter.shape, .zeros)
  moments.data.update(repeating: 0, count: moments.count)
  return moments
}
