/// A language model as a compressor sees it: it tells the probabilities of the next token, and then which it was.
///
/// Compressing and decompressing ask the same questions in the same order, and must get the same answers to the last
/// bit; see ``NGramPredictor`` and ``GPTPredictor`` for what each promises.
public protocol TokenPredictor: AnyObject {
  /// How many tokens there are; they count from 0.
  var tokenCount: Int { get }

  /// Goes to the start of a text.
  func begin()

  /// Writes the probabilities of all tokens as the next one, `tokenCount` numbers that are not negative.
  func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>)

  /// Moves on by a token.
  func accept(_ token: Int32)

  /// Moves on by something that the vocabulary lacks.
  func acceptUnknown()
}
