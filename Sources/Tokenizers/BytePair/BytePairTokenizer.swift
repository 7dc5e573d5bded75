import Files
import Kernels

/// Byte-pair encoding over bytes: tokens are frequent sequences of bytes, made by joining two shorter ones at a time, so
/// that every text, and every sequence of bytes, has tokens.
///
///     let tokenizer = try BytePairTrainer.tokenizer(of: text, vocabularySize: 4096)
///     let tokens = try tokenizer.encode("the house")
///     tokenizer.decode(tokens)                          // "the house"
///
/// A text is split into chunks (``Splitting``), and in each chunk the pair of neighbors with the lowest rank is joined,
/// until no pair is in the list of merges. Known chunks are looked up, and new ones take time proportional to their
/// length. The tokens are the same on any number of threads.
///
/// Source: Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016; over bytes:
/// Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
public final class BytePairTokenizer: Tokenizer {
  /// The bytes of each token: those of a special token are its name, and those of a number without a token are none.
  public let pieces: [[UInt8]]
  /// The merges in the order of their ranks: two tokens whose bytes together are a piece.
  public let merges: [(left: Int32, right: Int32)]
  /// How a text is split before.
  public let splitting: Splitting
  /// The tokens that no text has unless it is allowed; see ``encode(_:allowing:)``.
  public let specialTokens: [String: Int32]

  private let pool: EncoderPool

  /// Creates a tokenizer from its parts.
  ///
  /// - Parameters:
  ///   - pieces: the bytes of each token, all different, among them every single byte. An empty piece is a number that no
  ///     token has.
  ///   - merges: the pairs of tokens that are joined, those of the lowest rank first.
  ///   - specialTokens: the tokens whose piece is a name; no merge makes them.
  /// - Throws: `Problem` of kind `badData` if a byte has no piece, two pieces are equal, a merge refers to a missing token
  ///   or makes a missing piece, or a special token is also an ordinary one.
  public init(
    pieces: [[UInt8]], merges: [(left: Int32, right: Int32)], splitting: Splitting,
    specialTokens: [String: Int32] = [:]
  ) throws {
    let checked = try CheckedVocabulary(pieces, merges, specialTokens)
    (self.pieces, self.merges, self.splitting, self.specialTokens) = (pieces, merges, splitting, specialTokens)
    let table = MergeTable(count: pieces.count, byteTokens: checked.byteTokens, merges: checked.merges)
    pool = EncoderPool(table, table.isOrdered ? Self.trie(pieces, table) : nil)
  }

  /// Returns the tree of all pieces that a text can have: those that are encoded as themselves.
  private static func trie(_ pieces: [[UInt8]], _ table: MergeTable) -> PieceTrie? {
    let longest = pieces.lazy.map(\.count).max() ?? 0
    let tokens = UnsafeMutablePointer<Int32>.allocate(capacity: longest + 1)
    let encoder = MergingEncoder(table)
    defer {
      tokens.deallocate()
      encoder.deallocate()
    }
    return PieceTrie(pieces, byteTokens: (0..<256).map { table.byteTokens[$0] }) { token in
      guard table.made[token].at > 0 else { return false }
      return pieces[token].withUnsafeBufferPointer {
        let count = $0.count
        return
          (count <= MergingEncoder.longestShort
          ? encoder.encodeShort($0.baseAddress!, count: count, into: tokens)
          : encoder.encodeLong($0.baseAddress!, count: count, into: tokens)) == 1
      }
    }
  }

  /// The number of tokens, special ones included.
  public var vocabularySize: Int { pieces.count }

  /// Returns the bytes of a token, which must be in `0 ..< vocabularySize`.
  public func bytes(of token: Int32) -> [UInt8] {
    precondition(pieces.indices.contains(Int(token)), "bytes: token \(token) is not in 0 ..< \(vocabularySize)")
    return pieces[Int(token)]
  }

  /// Returns the contents of a `tokenizer.json` in Hugging Face's format.
  public func json() throws -> String { huggingFaceJSON() }
}

// MARK: - Text to tokens

extension BytePairTokenizer {
  /// Returns the tokens of a text. Names of special tokens in it are ordinary text.
  public func encode(_ text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { encode(bytes: $0) }
  }

  /// Returns the tokens of a text in which the allowed names of special tokens become these tokens; see
  /// ``SpecialTokens``.
  ///
  /// - Throws: `Problem` of kind `badData` if there is no special token of an allowed name.
  public func encode(_ text: String, allowing special: Set<String>) throws -> [Int32] {
    try SpecialTokens(specialTokens).encode(text, allowing: special) { encode($0) }
  }

  /// Returns the tokens of bytes, which need not be valid UTF-8.
  ///
  /// - Parameter threads: the most threads to use. A text of less than a megabyte, and one without a place to cut, is
  ///   encoded by one.
  public func encode(bytes: UnsafeBufferPointer<UInt8>, threads: Int = Threads.count) -> [Int32] {
    guard let text = bytes.baseAddress, !bytes.isEmpty else { return [] }
    let parts = Parts(splitting.parts(of: text, count: bytes.count, size: 1 << 19), text)
    // Tokens that a text does not have take no memory, since the system provides pages only when they are written to.
    return [Int32](unsafeUninitializedCapacity: bytes.count + 2 * parts.ends.count + 2) { buffer, written in
      guard let tokens = buffer.baseAddress else { return }
      written = threads > 1 && parts.ends.count > 1 ? encode(parts, threads, tokens) : encode(parts, tokens)
    }
  }

  /// Parts of a text, which other threads may read.
  private struct Parts: @unchecked Sendable {
    let ends: [Int]
    let text: UnsafePointer<UInt8>

    init(_ ends: [Int], _ text: UnsafePointer<UInt8>) { (self.ends, self.text) = (ends, text) }

    func start(_ i: Int) -> Int { i == 0 ? 0 : ends[i - 1] }
  }

  /// Encodes one part after another and returns the number of tokens.
  private func encode(_ parts: Parts, _ tokens: UnsafeMutablePointer<Int32>) -> Int {
    pool.withEncoder { encoder in
      var written = 0
      for i in parts.ends.indices {
        let start = parts.start(i)
        written += encoder.encode(
          parts.text + start, count: parts.ends[i] - start, by: splitting, into: tokens + written)
      }
      return written
    }
  }

  /// Encodes parts at the same time, each into its own room, and then closes the gaps.
  private func encode(_ parts: Parts, _ threads: Int, _ tokens: UnsafeMutablePointer<Int32>) -> Int {
    let count = parts.ends.count
    var counts = [Int](repeating: 0, count: count)
    counts.withUnsafeMutableBufferPointer { counts in
      let next = Lock(0)
      parallelParts(min(threads, count)) { _ in
        pool.withEncoder { encoder in
          while true {
            let i = next.withLock { next in
              defer { next += 1 }
              return next
            }
            guard i < count else { return }
            let start = parts.start(i)
            counts[i] = encoder.encode(
              parts.text + start, count: parts.ends[i] - start, by: splitting, into: tokens + start + 2 * i)
          }
        }
      }
    }
    var written = counts[0]
    for i in 1..<count {
      (tokens + written).update(from: tokens + parts.start(i) + 2 * i, count: counts[i])
      written += counts[i]
    }
    return written
  }
}

// MARK: - Tokens to text

extension BytePairTokenizer {
  /// Returns the text of tokens, which must all be in `0 ..< vocabularySize`. Bytes that are not UTF-8 become U+FFFD, "�".
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    String(decoding: decodeBytes(tokens), as: UTF8.self)
  }

  /// Returns the bytes of tokens, which must all be in `0 ..< vocabularySize`.
  public func decodeBytes(_ tokens: some Sequence<Int32>) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens {
      precondition(pieces.indices.contains(Int(token)), "decode: token \(token) is not in 0 ..< \(vocabularySize)")
      bytes += pieces[Int(token)]
    }
    return bytes
  }
}
