import Tensors

extension Tensor {
  /// log(1 / (1 + e^-x)), element by element: the logarithm of the probability that a difference x of utilities decides a
  /// choice. Its slope is 1 - sigmoid(x).
  ///
  /// Computed as min(x, 0) - log(1 + e^-|x|), in which nothing overflows.
  public func logSigmoid() -> Tensor {
    let y = withoutGradients { minimum(self, Tensor(0)) - ((-abs()).exp() + 1).log() }
    return y.recorded("logSigmoid", from: [self]) { [self] dy, inputs in
      inputs.add(dy * (-self).sigmoid(), to: 0)
    }
  }
}
