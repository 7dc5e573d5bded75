/// The size of the text that a model predicts. With it, a loss per token becomes one per character or byte, and models
/// with different tokenizers can be compared.
///
///     TextSize(predicting: tokens[...], of: text, tokenizer).perCharacter(evaluation.bitsPerToken)
public struct TextSize: Equatable, Sendable {
  /// The number of tokens.
  public private(set) var tokens = 0
  /// The number of Unicode scalars. A scalar that is split between tokens counts where it begins.
  public private(set) var characters = 0
  /// The number of bytes.
  public private(set) var bytes = 0

  /// Measures what a model predicts of a text: all of its tokens but the first.
  ///
  /// - Parameters:
  ///   - tokens: the tokens of the text, without those of characters that the tokenizer does not know.
  ///   - text: the text. A tokenizer that changes a text before it splits it is measured by the text as it was.
  public init(predicting tokens: ArraySlice<Int32>, of text: String, _ tokenizer: any Tokenizer) {
    if tokenizer is any PieceTokenizer, let first = tokens.first {
      let size = Self.size(of: tokenizer.bytes(of: first))
      self.tokens = tokens.count - 1
      characters = max(0, text.unicodeScalars.count - size.characters)
      bytes = max(0, text.utf8.count - size.bytes)
      return
    }
    let tokens = tokens.dropFirst()
    // The same few tokens come again and again.
    var sizes: [(characters: Int, bytes: Int)?] = Array(repeating: nil, count: tokenizer.vocabularySize)
    for token in tokens {
      let size = sizes[Int(token)] ?? Self.size(of: tokenizer.bytes(of: token))
      sizes[Int(token)] = size
      characters += size.characters
      bytes += size.bytes
    }
    self.tokens = tokens.count
  }

  private static func size(of bytes: [UInt8]) -> (characters: Int, bytes: Int) {
    (bytes.count { $0 & 0xC0 != 0x80 }, bytes.count)
  }

  /// Converts a mean per token into one per character; NaN if there are no characters.
  public func perCharacter(_ meanPerToken: Double) -> Double { meanPerToken * Double(tokens) / Double(characters) }

  /// Converts a mean per token into one per byte.
  public func perByte(_ meanPerToken: Double) -> Double { meanPerToken * Double(tokens) / Double(bytes) }
}
