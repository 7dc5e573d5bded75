import Kindling

// Lab 14: microgpt. Replace each `throw NotYetWritten()`, then: swift run exercises 14

/// The gradients of all numbers of a computation, by the chain rule.
///
/// - Parameter parents: for each number, in the order in which they were computed, the numbers that it was computed
///   from and its slope with respect to each; none for those that were given. The last number is the loss.
/// - Returns: how much the loss changes for each unit that each number changes.
func tapeGradients(_ parents: [[(number: Int, slope: Double)]]) throws -> [Double] {
  throw NotYetWritten()
}

/// RMSNorm: x times r, with r = 1 / sqrt(the mean of the squares of x + 0.00001).
func rmsNormalized(_ x: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// The gradient of x in y = rmsNormalized(x), where dy is the gradient of y: for each i, r (dy_i - y_i m), where m is
/// the mean of the products y_j dy_j.
func rmsNormGradient(_ x: [Double], dy: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// Where Adam takes a parameter that begins at 0, one step for each of these gradients.
///
/// The averages begin at 0. In each step,
///
///     m = 0.85 m + 0.15 g        s = 0.99 s + 0.01 g^2
///     parameter -= rate (m / (1 - 0.85^t)) / (sqrt(s / (1 - 0.99^t)) + 1e-8)
///
/// where t is 1 in the first step, 2 in the second, and so on.
func adamPosition(after gradients: [Double], rate: Double) throws -> Double {
  throw NotYetWritten()
}

/// The number of parameters of a model like microgpt: vectors for tokens and positions; in each block four square
/// matrices for attention and two for the feed-forward layer, which is four times as wide; and a matrix for the logits.
/// No biases, and norms without weights.
func microGPTParameterCount(vocabulary: Int, context: Int, width: Int, blocks: Int) throws -> Int {
  throw NotYetWritten()
}
