extension Tokenizer {
  /// Returns what each token of a text looks like, to show where the text is split.
  ///
  ///     CharacterTokenizer(text: "ab").shownPieces([1, 0])    // ["b", "a"]
  ///
  /// Marks of spaces and prefixes of continued words stay as they are. A token of byte-pair encoding that holds only a
  /// part of a character is shown by its bytes, such as `<0xE2><0x82>`.
  public func shownPieces(_ tokens: some Sequence<Int32>) -> [String] {
    tokens.map { token in
      switch self {
      case let tokenizer as BytePairTokenizer:
        let bytes = tokenizer.bytes(of: token)
        return String(validating: bytes, as: UTF8.self) ?? bytes.map(bytePiece).joined()
      case let tokenizer as any PieceTokenizer: return String(decoding: tokenizer.piece(of: token), as: UTF8.self)
      default: return decode([token])
      }
    }
  }
}
