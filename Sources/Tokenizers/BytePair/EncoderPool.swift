import Kernels

/// The encoders of one tokenizer: each is used by one thread at a time, and keeps the chunks that it knows.
final class EncoderPool: Sendable {
  private let merges: MergeTable
  private let trie: PieceTrie?
  private let idle = Lock<[ChunkEncoder]>([])

  init(_ merges: MergeTable, _ trie: PieceTrie?) { (self.merges, self.trie) = (merges, trie) }

  deinit { idle.withLock { $0.forEach { $0.deallocate() } } }

  /// Calls `body` with an encoder that nobody else uses.
  func withEncoder<Result>(_ body: (inout ChunkEncoder) -> Result) -> Result {
    var encoder = idle.withLock { $0.popLast() } ?? ChunkEncoder(merges, trie)
    let result = body(&encoder)
    let done = encoder
    idle.withLock { $0.append(done) }
    return result
  }
}
