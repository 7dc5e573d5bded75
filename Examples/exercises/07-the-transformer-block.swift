import Foundation
import Kindling

// Lab 07: the transformer block. Replace each `throw NotYetWritten()`, then: swift run exercises 7

/// The row normalized to mean 0 and variance 1: layer norm without weight and bias, with an epsilon of 1e-5 added to
/// the variance.
///
/// The variance is the mean of the squared distances from the mean.
func normalized(_ row: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// The number of parameters of a GPT with biases, learned positions, and the token embedding as its output layer.
func gptParameterCount(layers: Int, width: Int, context: Int, vocabulary: Int) throws -> Int {
  throw NotYetWritten()
}

/// The output of the block for x, (B, T, C) -> (B, T, C), without dropout.
///
/// Its parts are `norm1`, `attention.qkv`, `attention.output`, `norm2`, `feedForward.up` and `feedForward.down`; call
/// each like a function. `attention.headCount` is the number of heads.
func carried(_ x: Tensor, through block: TransformerBlock) throws -> Tensor {
  throw NotYetWritten()
}

/// The vector of a position, counted from 0: sines in the even channels and cosines in the odd ones. `width` is even.
func sinusoidalPosition(_ position: Int, width: Int) throws -> [Double] {
  throw NotYetWritten()
}

/// A norm without mean and bias: y = x / sqrt(mean of x^2 + 1e-5) * weight, for each row of the last axis.
///
/// It has one parameter of shape (width), initially all 1, listed among the children as "weight".
final class RMSNorm: Module {
  init(_ width: Int) {}

  var children: [Child] { [] }

  /// (..., width) -> (..., width).
  func callAsFunction(_ x: Tensor) throws -> Tensor {
    throw NotYetWritten()
  }
}
