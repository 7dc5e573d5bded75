import Dispatch
import Kernels

/// Encodes one block of a text while the next one is read. The tokens come out in the order of the blocks.
///
///     let ahead = EncodingAhead(encode)
///     for block in blocks { try append(ahead.exchange(block)) }   // the tokens of the block before
///     try append(ahead.finish())
///
/// With a single thread, nothing happens at the same time.
final class EncodingAhead: @unchecked Sendable {
  private let encode: @Sendable (UnsafeBufferPointer<UInt8>) throws -> [Int32]
  private let running = DispatchGroup()
  /// The tokens of the block in work. Only one thread at a time uses it: `running` says whose turn it is.
  private var result: Result<[Int32], any Error> = .success([])

  init(_ encode: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> [Int32]) { self.encode = encode }

  /// Takes a block, and returns the tokens of the one before.
  func exchange(_ block: UnsafeBufferPointer<UInt8>) throws -> [Int32] {
    let before = try finish()
    if Threads.count == 1 {
      result = .success(try encode(block))
    } else {
      let block = Array(block)
      DispatchQueue.global(qos: .userInitiated).async(group: running) { [self] in
        result = Result { try block.withUnsafeBufferPointer(encode) }
      }
    }
    return before
  }

  /// Returns the tokens of the last block.
  func finish() throws -> [Int32] {
    running.wait()
    defer { result = .success([]) }
    return try result.get()
  }
}
