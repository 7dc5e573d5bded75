import Files
import Foundation
import Tokenizers

/// A tokenizer of any kind, as the commands use it: byte-pair encoding works on bytes, in blocks; the other kinds work on
/// whole texts, because what they do to a text may depend on what is before and after.
struct LoadedTokenizer {
  let tokenizer: any Tokenizer

  private var bytePair: BytePairTokenizer? { tokenizer as? BytePairTokenizer }

  /// Where a text may be cut into blocks.
  var splitting: Splitting { bytePair?.splitting ?? .none }

  /// Returns the tokens of a block of UTF-8, on this thread.
  func encode(_ block: UnsafeBufferPointer<UInt8>) throws -> [Int32] {
    if let bytePair { return bytePair.encode(bytes: block, threads: 1) }
    return try tokenizer.encode(String(decoding: block, as: UTF8.self))
  }

  /// Calls `write` with the text of tokens, part by part.
  func decode(_ tokens: TokenFile, _ write: (Data) throws -> Void) throws {
    guard let bytePair else { return try write(Data(tokenizer.decode(tokens).utf8)) }
    var start = 0
    while start < tokens.count {
      let end = min(tokens.count, start + (1 << 18))
      try write(Data(bytePair.decodeBytes(tokens[start..<end])))
      start = end
    }
  }
}
