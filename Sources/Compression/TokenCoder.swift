/// Codes the tokens of a text one after another, each with a model's predictions from those before it.
///
/// Compression and decompression go through the same states, so both compute the same numbers.
protocol TokenCoder: AnyObject {
  /// The least that any token can cost, in bits.
  var leastBits: Double { get }

  /// Resets to the start of a text of this many bytes.
  func begin(length: Int)

  /// Encodes a token and advances by it; returns the model's own probability of it.
  func encode(_ token: Int32, _ encoder: inout ArithmeticEncoder) -> Double

  /// Decodes a token and advances by it.
  ///
  /// Bytes that no encoder wrote can yield a token that no text has.
  func decode(_ decoder: inout ArithmeticDecoder) -> Int32

  /// Advances by something outside the vocabulary.
  func acceptUnknown()
}

/// Codes each token with the model's whole distribution.
///
/// This is simple, and suits a vocabulary of characters. The time grows with the vocabulary: about 0.1 ms per token
/// for 50,000 words.
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

  func begin(length: Int) { predictor.begin() }

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

  /// Sets the frequencies and returns the sum of the weights that they come from.
  private func predict() -> Double {
    weights.withUnsafeMutableBufferPointer {
      predictor.fillProbabilities(into: $0)
      return frequencies.set(UnsafeBufferPointer($0))
    }
  }
}
