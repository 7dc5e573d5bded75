import Files
import Tensors

/// A layer that reads a sequence step by step and carries a state from each step to the next.
///
/// Time comes first: a sequence of T steps of B texts is (T, B, ...), so the rows of one step are neighbors in memory.
public protocol RecurrentLayer: Module {
  /// Reads T steps: (T, B, in) -> (T, B, H).
  ///
  /// - Parameter state: the state before the first step; nil for zeros.
  /// - Returns: the hidden states of all steps, and the state after the last one, detached: training a later part of
  ///   the text does not reach back into this one (truncated backpropagation through time).
  func callAsFunction(_ x: Tensor, from state: RecurrentState?) -> (hidden: Tensor, state: RecurrentState)
}

/// What a recurrent layer remembers of the text so far, for B texts.
public struct RecurrentState {
  /// (B, H).
  public let hidden: Tensor
  /// (B, H): the cells of an ``LSTM``; an ``RNN`` has none.
  public let cell: Tensor?

  /// Creates a state.
  public init(hidden: Tensor, cell: Tensor? = nil) { (self.hidden, self.cell) = (hidden, cell) }
}

/// The hidden state after the last step, without history: (T, B, H) -> (B, H).
func lastStep(_ hidden: Tensor) -> Tensor {
  require(hidden.shape[0] > 0, "RecurrentLayer: no time step")
  return withoutGradients { hidden[hidden.shape[0] - 1] }
}
