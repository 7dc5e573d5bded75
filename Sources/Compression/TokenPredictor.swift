/// A language model as a compressor sees it: it predicts the probabilities of the next token and then accepts that
/// token.
///
/// Compression and decompression ask the same questions in the same order and must get the same answers, to the last
/// bit; see ``NGramPredictor`` and ``GPTPredictor`` for the guarantees of each.
public protocol TokenPredictor: AnyObject {
  /// The number of tokens; they are numbered from 0.
  var tokenCount: Int { get }

  /// Resets to the start of a text.
  func begin()

  /// Writes the probability of each token to be the next one: `tokenCount` nonnegative numbers.
  func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>)

  /// Advances by a token.
  func accept(_ token: Int32)

  /// Advances by something outside the vocabulary.
  func acceptUnknown()
}
