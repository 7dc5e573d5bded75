import Files
import Kernels

/// Learns a byte-pair vocabulary from texts: it counts their chunks, and then joins the most frequent pair of neighbors
/// again and again.
///
///     let trainer = BytePairTrainer(splitting: .gpt2)
///     trainer.add("low lower lowest")
///     let tokenizer = try trainer.tokenizer(vocabularySize: 260)
///     tokenizer.pieces.suffix(4).map { String(decoding: $0, as: UTF8.self) }    // ["lo", "low", " low", " lowe"]
///
/// Of pairs that are equally frequent, the one with the smaller left token, and then the smaller right token, is joined.
/// That is also the rule of Hugging Face's `tokenizers`, so it learns the same merges in the same order, with the same
/// numbers, when it counts the same chunks. (Its trainer reads a file line by line, so white space around line ends can
/// fall into other chunks there.)
///
/// Source: Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016, algorithm 1.
public final class BytePairTrainer {
  /// How texts are split.
  public let splitting: Splitting
  /// The chunks that each thread has counted.
  private var counts: [ChunkCounts] = [ChunkCounts()]

  /// Creates a trainer that has seen no text.
  public init(splitting: Splitting) { self.splitting = splitting }

  deinit { counts.forEach { $0.deallocate() } }

  /// Counts the chunks of a text; no chunk spans two texts.
  public func add(_ text: String) {
    var text = text
    text.withUTF8 { add(bytes: $0) }
  }

  /// Counts the chunks of bytes, which need not be valid UTF-8.
  ///
  /// - Parameter threads: the most threads to use.
  public func add(bytes: UnsafeBufferPointer<UInt8>, threads: Int = Threads.count) {
    guard let text = bytes.baseAddress, !bytes.isEmpty else { return }
    let shared = Shared(text), splitting = splitting
    let ends = splitting.parts(of: text, count: bytes.count, size: 1 << 19)
    let workers = max(1, min(threads, ends.count))
    while counts.count < workers { counts.append(ChunkCounts()) }
    counts.withUnsafeMutableBufferPointer { counts in
      let counts = SharedCounts(counts), next = Lock(0)
      parallelParts(workers) { worker in
        while true {
          let i = next.withLock { next in
            defer { next += 1 }
            return next
          }
          guard i < ends.count else { return }
          let start = i == 0 ? 0 : ends[i - 1]
          counts.of[worker].add(shared.text + start, count: ends[i] - start, by: splitting)
        }
      }
    }
  }

  /// Text that other threads may read.
  private struct Shared: @unchecked Sendable {
    let text: UnsafePointer<UInt8>
    init(_ text: UnsafePointer<UInt8>) { self.text = text }
  }

  /// Counts of which each worker changes only its own.
  private struct SharedCounts: @unchecked Sendable {
    let of: UnsafeMutableBufferPointer<ChunkCounts>
    init(_ of: UnsafeMutableBufferPointer<ChunkCounts>) { self.of = of }
  }

  /// Returns the tokenizer that the texts give.
  ///
  /// - Parameters:
  ///   - vocabularySize: the number of tokens: 256 bytes, the special tokens, and pieces that are joined. It becomes
  ///     smaller if nothing is left to join.
  ///   - specialTokens: the names of special tokens, which get the last numbers.
  ///   - progress: is called with the number of pieces so far, now and then.
  /// - Throws: `Problem` of kind `badData` if the vocabulary size is too small, special tokens are repeated, or the texts
  ///   have more than two billion bytes in different chunks; any error of `progress`.
  public func tokenizer(
    vocabularySize: Int, specialTokens: [String] = [], progress: (_ pieces: Int) throws -> Void = { _ in }
  ) throws -> BytePairTokenizer {
    let wanted = vocabularySize - specialTokens.count
    guard wanted >= 256, vocabularySize < Int(Int32.max) else {
      throw Problem(
        .badData, "a vocabulary of \(vocabularySize) is too \(wanted < 256 ? "small" : "large")",
        suggestion: "It needs at least 256 tokens for the bytes, and those for \(specialTokens.count) special tokens.")
    }
    for other in counts.dropFirst() {
      counts[0].add(other)
      other.deallocate()
    }
    counts.removeSubrange(1...)
    let pairs = try PairIndex(counts[0])
    var pieces = ByteAlphabet.order.map { [$0] }, tokens: [[UInt8]: Int32] = [:]
    var merges: [(left: Int32, right: Int32)] = []
    while pieces.count < wanted, let (left, right) = pairs.nextMerge() {
      let piece = pieces[Int(left)] + pieces[Int(right)]
      // Two ways to make the same piece share its number.
      let token = tokens[piece] ?? Int32(pieces.count)
      if Int(token) == pieces.count {
        pieces.append(piece)
        tokens[piece] = token
      }
      merges.append((left, right))
      pairs.merge(left, right, into: token)
      if merges.count.isMultiple(of: 256) { try progress(pieces.count) }
    }
    var special: [String: Int32] = [:]
    for name in specialTokens {
      guard special.updateValue(Int32(pieces.count), forKey: name) == nil else {
        throw Problem(.badData, "the special token \(quoted(name)) is named twice")
      }
      pieces.append(Array(name.utf8))
    }
    return try BytePairTokenizer(pieces: pieces, merges: merges, splitting: splitting, specialTokens: special)
  }

  /// Returns the tokenizer that one text gives; see ``tokenizer(vocabularySize:specialTokens:progress:)``.
  public static func tokenizer(
    of text: String, splitting: Splitting = .gpt2, vocabularySize: Int
  ) throws -> BytePairTokenizer {
    let trainer = BytePairTrainer(splitting: splitting)
    trainer.add(text)
    return try trainer.tokenizer(vocabularySize: vocabularySize)
  }
}
