import Tensors

/// The plain recurrent layer (Elman 1990): h_t = tanh(U x_t + b + W h_(t-1)), (T, B, in) -> (T, B, H).
///
///     let layer = RNN(3, 5)
///     layer.initialize(seed: 1337)
///     layer(Tensor.ones([7, 2, 3]), from: nil).hidden.shape  // (7, 2, 5)
///
/// The same as PyTorch's `nn.RNN` with one layer, except that it has one bias where PyTorch adds up two.
public final class RNN: RecurrentLayer {
  /// U and b: in -> H.
  public let input: Linear
  /// W, (H, H).
  public let recurrent: Parameter

  /// Creates a layer of `hiddenSize` units. Sums of inputs of magnitude 1 start at magnitude 1, where tanh is nonlinear
  /// but not saturated.
  public init(_ inputSize: Int, _ hiddenSize: Int) {
    input = Linear(inputSize, hiddenSize, .normal(standardDeviation: 1 / Float(inputSize).squareRoot()))
    recurrent = Parameter([hiddenSize, hiddenSize], .uniform(bound: 1 / Float(hiddenSize).squareRoot()))
  }

  /// The map of the inputs, and the weight of the state.
  public var children: [Child] { [.module("input", input), .parameter("recurrent", recurrent)] }

  /// Reads T steps: (T, B, in) -> (T, B, H); see ``RecurrentLayer``.
  public func callAsFunction(_ x: Tensor, from state: RecurrentState?) -> (hidden: Tensor, state: RecurrentState) {
    let hidden = rnn(input(x), recurrentWeight: recurrent, from: state?.hidden)
    return (hidden, RecurrentState(hidden: lastStep(hidden)))
  }
}
