/// The size of the text that tokens stand for. With it, a loss per token becomes one per character or byte, and models
/// with different tokenizers can be compared.
///
///     TextSize(of: tokens, tokenizer).perCharacter(evaluation.bitsPerToken)
public struct TextSize: Equatable, Sendable {
  /// The number of tokens.
  public private(set) var tokens = 0
  /// The number of Unicode scalars. A scalar that is split between tokens counts where it begins.
  public private(set) var characters = 0
  /// The number of bytes.
  public private(set) var bytes = 0

  /// Measures the text of these tokens.
  public init(of tokens: some Sequence<Int32>, _ tokenizer: some Tokenizer) {
    // The same few tokens come again and again.
    var sizes: [(characters: Int, bytes: Int)?] = Array(repeating: nil, count: tokenizer.vocabularySize)
    for token in tokens {
      let size = sizes[Int(token)] ?? Self.size(of: tokenizer.bytes(of: token))
      sizes[Int(token)] = size
      self.tokens += 1
      characters += size.characters
      bytes += size.bytes
    }
  }

  private static func size(of bytes: [UInt8]) -> (characters: Int, bytes: Int) {
    (bytes.count { $0 & 0xC0 != 0x80 }, bytes.count)
  }

  /// Converts a mean per token into one per character; 0 characters have none, and get NaN.
  public func perCharacter(_ meanPerToken: Double) -> Double { meanPerToken * Double(tokens) / Double(characters) }

  /// Converts a mean per token into one per byte.
  public func perByte(_ meanPerToken: Double) -> Double { meanPerToken * Double(tokens) / Double(bytes) }
}
