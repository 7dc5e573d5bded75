/// Codes the tokens of a text one after the other, each by what a model says after those before.
///
/// Compressing and decompressing go through the same states, so that both compute the same numbers.
protocol TokenCoder: AnyObject {
  /// The least that any token can cost, in bits.
  var leastBits: Double { get }

  /// Goes to the start of a text.
  func begin()

  /// Codes a token and moves on by it; gives the probability that the model itself had for it.
  func encode(_ token: Int32, _ encoder: inout ArithmeticEncoder) -> Double

  /// Reads a token and moves on by it.
  ///
  /// Bytes that no encoder wrote may give one that no text has.
  func decode(_ decoder: inout ArithmeticDecoder) -> Int32

  /// Moves on by something that the vocabulary lacks.
  func acceptUnknown()
}

/// Codes each token by the model's whole distribution.
///
/// Simple, and right for a vocabulary of characters; the time goes up with the vocabulary: some 0.1 ms a token for 50,000
/// words.
final class WholeDistributionCoder: TokenCoder {
  private let predictor: any TokenPredictor
  private var frequencies: Frequencies
  private var weights: [Float]

  init(_ predictor: any TokenPredictor) {
    self.predictor = predictor
    frequencies = Frequencies(count: predictor.tokenCount)
    weights = [Float](repeating: 0, count: predictor.tokenCount)
  }

  var leastBits: Double { Frequencies.leastBits(count: predictor.tokenCount) }

  func begin() { predictor.begin() }

  func encode(_ token: Int32, _ encoder: inout ArithmeticEncoder) -> Double {
    let sum = predict()
    encoder.encode(frequencies.share(of: Int(token)))
    predictor.accept(token)
    return Double(weights[Int(token)]) / sum
  }

  func decode(_ decoder: inout ArithmeticDecoder) -> Int32 {
    _ = predict()
    let token = Int32(decoder.decode(frequencies))
    predictor.accept(token)
    return token
  }

  func acceptUnknown() { predictor.acceptUnknown() }

  /// Sets the frequencies, and gives the sum of the weights that they come from.
  private func predict() -> Double {
    weights.withUnsafeMutableBufferPointer {
      predictor.fillProbabilities(into: $0)
      return frequencies.set(UnsafeBufferPointer($0))
    }
  }
}
