import Tensors

/// A long short-term memory (Hochreiter and Schmidhuber 1997), (T, B, in) -> (T, B, H): a recurrent layer whose gates
/// decide, for each unit, what to forget, what to add and what to show.
///
///     let layer = LSTM(3, 5)
///     layer.initialize(seed: 1337)
///     layer(Tensor.ones([7, 2, 3]), from: nil).hidden.shape  // (7, 2, 5)
///
/// The same as PyTorch's `nn.LSTM` with one layer, except that it has one bias where PyTorch adds up two. The formulas
/// are those of ``lstm(_:recurrentWeight:from:)``.
public final class LSTM: RecurrentLayer {
  /// From the inputs to the sums at all gates, in -> 4 H: all input gates, then the forget gates, the candidates and
  /// the output gates.
  public let input: Linear
  /// From the hidden state to the same sums, (4 H, H).
  public let recurrent: Parameter

  /// Creates a layer of `hiddenSize` units. Sums of inputs of magnitude 1 start at magnitude 1.
  public init(_ inputSize: Int, _ hiddenSize: Int) {
    input = Linear(inputSize, 4 * hiddenSize, .normal(standardDeviation: 1 / Float(inputSize).squareRoot()))
    recurrent = Parameter([4 * hiddenSize, hiddenSize], .uniform(bound: 1 / Float(hiddenSize).squareRoot()))
  }

  /// The map of the inputs, and the weight of the state.
  public var children: [Child] { [.module("input", input), .parameter("recurrent", recurrent)] }

  /// Reads T steps: (T, B, in) -> (T, B, H); see ``RecurrentLayer``.
  public func callAsFunction(_ x: Tensor, from state: RecurrentState?) -> (hidden: Tensor, state: RecurrentState) {
    let before = state.map { state in (state.hidden, state.cell ?? .zeros(state.hidden.shape)) }
    let (hidden, cell) = lstm(input(x), recurrentWeight: recurrent, from: before)
    return (hidden, RecurrentState(hidden: lastStep(hidden), cell: cell))
  }
}
