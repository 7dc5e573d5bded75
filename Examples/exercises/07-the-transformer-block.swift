// Lab 07: the transformer block. Replace each `throw NotYetWritten()`, then: swift run exercises 7

import Foundation
import Kindling

/// The row with mean 0 and variance 1: layer norm without weight and bias, with an epsilon of 1e-5 added to the variance.
///
/// The variance is the mean of the squared distances from the mean.
func normalised(_ row: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// How many parameters a GPT has, with biases, learned positions, and the token table as its output layer.
func gptParameterCount(layers: Int, width: Int, context: Int, vocabulary: Int) throws -> Int {
  throw NotYetWritten()
}

/// What the block makes of x, (B, T, C) -> (B, T, C), without dropout.
///
/// Its parts are `norm1`, `attention.qkv`, `attention.output`, `norm2`, `mlp.up` and `mlp.down`; each is called like a
/// function. `attention.headCount` says how many heads there are.
func carried(_ x: Tensor, through block: TransformerBlock) throws -> Tensor {
  throw NotYetWritten()
}

/// The vector of a place, counted from 0, by sines in the even channels and cosines in the odd ones; `width` is even.
func sinusoidalPosition(_ position: Int, width: Int) throws -> [Double] {
  throw NotYetWritten()
}

/// A norm without mean and bias: y = x / sqrt(mean of x^2 + 1e-5) * weight, for each row of the last axis.
///
/// It has one parameter of shape (width), 1 at first, which is listed among the children as "weight".
final class RMSNorm: Module {
  init(_ width: Int) {}

  var children: [Child] { [] }

  /// (..., width) -> (..., width).
  func callAsFunction(_ x: Tensor) throws -> Tensor {
    throw NotYetWritten()
  }
}
