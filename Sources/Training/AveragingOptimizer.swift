import Kernels
import Layers
import Tensors

/// An optimizer that also keeps a moving average of the weights that another one moves (Polyak and Juditsky 1992).
///
/// The last steps of a training wander around a minimum; their average lies nearer to it than any of them. The training
/// goes on with the weights as they are; ``withAverages(_:)`` evaluates and saves the averages.
///
///     let optimizer = AveragingOptimizer(AdamW(parameters), of: parameters, decay: 0.99)
///     let loss = optimizer.withAverages { model.evaluate(...).loss }
public final class AveragingOptimizer: Optimizer {
  private let optimizer: any Optimizer
  private let named: [NamedParameter]
  private let averages: [Parameter]
  private let decay: Double

  /// Creates an optimizer that leaves the steps to another.
  ///
  /// Tables that are looked up are not averaged: that would touch all their rows in each step.
  ///
  /// - Parameter decay: the fraction of the average that a step leaves, below 1. Early on, the average forgets faster.
  public init(_ optimizer: any Optimizer, of parameters: [NamedParameter], decay: Double) {
    requireSetting("AveragingOptimizer", "decay", decay, in: 0..<1)
    self.optimizer = optimizer
    self.decay = decay
    named = parameters.filter { $0.parameter.role != .memory }
    averages = named.map { zeroState(of: $0.parameter) }
  }

  /// The state of the other optimizer, and the averages, with names such as `average.norm.weight`.
  public var children: [Child] {
    [.module("optimizer", optimizer)]
      + zip(named, averages).map { Child.parameter("average." + $0.name, $1) }
  }

  /// The number of updates so far.
  public var updateCount: Int {
    get { optimizer.updateCount }
    set { optimizer.updateCount = newValue }
  }

  /// Lets the other optimizer make a step, then moves the averages toward the new weights.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    optimizer.update(gradients, learningRate: learningRate, gradientScale: gradientScale)
    let step = Double(updateCount), kept = min(decay, (step - 1) / (step + 9))
    for (named, average) in zip(named, averages) {
      mixed(
        average.data, average.data, Float(kept), named.parameter.data, Float(1 - kept), count: average.count)
    }
  }

  /// Calls `body` while the parameters hold their averages.
  public func withAverages<Result>(_ body: () throws -> Result) rethrows -> Result {
    swapAll()
    defer { swapAll() }
    return try body()
  }

  private func swapAll() {
    guard updateCount > 0 else { return }
    for (named, average) in zip(named, averages) {
      swapNumbers(named.parameter.data, average.data, count: average.count)
    }
  }
}
