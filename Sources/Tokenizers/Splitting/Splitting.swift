/// How a text is split into chunks before byte-pair encoding; no token spans two chunks.
///
/// The splitting keeps words apart, so a vocabulary holds " house" once and not "house" with every neighbor it had. Its
/// three kinds are the regular expressions of published tokenizers; `chunks(of:)` finds the same chunks by hand-written
/// scanners over UTF-8.
///
///     Splitting.gpt2.chunks(of: "It's 2026, isn't it?")
///     // ["It", "'s", " 2026", ",", " isn", "'t", " it", "?"]
public enum Splitting: String, Codable, CaseIterable, Sendable {
  /// GPT-2's pattern: contractions, words, numbers and other characters, each with the space before it, and white space.
  case gpt2
  /// The pattern of GPT-4's vocabulary (cl100k_base): numbers of at most three digits, contractions in any case, line
  /// ends together with the punctuation before them.
  ///
  /// This is the pattern as Hugging Face's files have it. A later spelling in tiktoken differs in one place: white space
  /// with line ends in it, at the very end of a text, is one chunk there and may be two here.
  case gpt4
  /// The text is one chunk.
  case none

  /// The regular expression, in the syntax that Hugging Face's tokenizers and tiktoken share; nil if there is none.
  public var pattern: String? {
    switch self {
    case .gpt2: #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .gpt4:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"#
        + #"\s+(?!\S)|\s+"#
    case .none: nil
    }
  }

  /// Returns the chunks of a text; together they are the text.
  public func chunks(of text: String) -> [String] {
    chunks(of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the chunks of bytes; each byte that is not part of a valid UTF-8 sequence counts as one character that is
  /// neither a letter nor a number nor white space.
  public func chunks(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var chunks: [ArraySlice<UInt8>] = []
    bytes.withUnsafeBufferPointer { buffer in
      guard let text = buffer.baseAddress else { return }
      forEachChunk(of: text, count: buffer.count) { chunks.append(bytes[$0..<$1]) }
    }
    return chunks
  }

  /// Calls `body` with the start and the end of each chunk.
  @inline(__always)
  func forEachChunk(of text: UnsafePointer<UInt8>, count: Int, _ body: (_ start: Int, _ end: Int) -> Void) {
    switch self {
    case .gpt2: GPT2Scanner().forEachChunk(of: text, count: count, body)
    case .gpt4: GPT4Scanner().forEachChunk(of: text, count: count, body)
    case .none: if count > 0 { body(0, count) }
    }
  }
}

/// Finds where a chunk ends.
protocol ChunkScanner {
  /// Returns the end of the chunk that begins at `start`, which is less than `count`.
  func end(of text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int
}

extension ChunkScanner {
  @inline(__always)
  func forEachChunk(of text: UnsafePointer<UInt8>, count: Int, _ body: (_ start: Int, _ end: Int) -> Void) {
    var start = 0
    while start < count {
      let end = end(of: text, from: start, count: count)
      body(start, end)
      start = end
    }
  }
}
