import Dispatch
import Kernels

/// Encodes several blocks of a text at the same time, each on one thread. The tokens come out in the order of the blocks.
///
///     let ahead = EncodingAhead(encode)
///     for block in blocks { for tokens in try ahead.exchange(block) { try append(tokens) } }
///     for tokens in try ahead.finish() { try append(tokens) }
///
/// The thread that brings the blocks is one of the threads: it encodes too when enough blocks are waiting. So reading,
/// which only one thread can do, takes place while others encode, and no thread waits for another. With a single thread,
/// nothing happens at the same time.
final class EncodingAhead: Sendable {
  private struct State: Sendable {
    /// The blocks that no thread has taken yet, with their numbers.
    var waiting: [(number: Int, block: [UInt8])] = []
    /// The tokens of blocks that are not yet returned.
    var done: [Int: Result<[Int32], any Error>] = [:]
    /// How many blocks came in, and how many have been returned.
    var taken = 0, returned = 0
    /// The number of threads at work besides the caller's.
    var helpers = 0
  }

  private let encode: @Sendable (UnsafeBufferPointer<UInt8>) throws -> [Int32]
  private let state = Lock(State())
  /// Signaled by a helper after each block.
  private let progress = DispatchSemaphore(value: 0)
  private let threads: Int

  init(
    threads: Int = Threads.count, _ encode: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> [Int32]
  ) { (self.threads, self.encode) = (threads, encode) }

  /// Takes a block, and returns the tokens of earlier blocks as far as they are complete.
  func exchange(_ block: [UInt8]) throws -> [[Int32]] {
    guard threads > 1 else { return [try block.withUnsafeBufferPointer(encode)] }
    let startsHelper = state.withLock { state in
      state.waiting.append((state.taken, block))
      state.taken += 1
      guard state.helpers < threads - 1 else { return false }
      state.helpers += 1
      return true
    }
    if startsHelper { DispatchQueue.global(qos: .userInitiated).async { self.help() } }
    // While this thread encodes a block, each helper is done with one and finds the next.
    while state.withLock({ $0.waiting.count }) >= 2 * threads { encodeNext() }
    return try complete(atMost: 4 * threads)
  }

  /// Returns the tokens of all other blocks.
  func finish() throws -> [[Int32]] {
    while encodeNext() {}
    return try complete(atMost: 0)
  }

  /// Encodes the block that has waited longest; returns false if there is none.
  @discardableResult
  private func encodeNext() -> Bool {
    guard let (number, block) = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else {
      return false
    }
    let result = Result { try block.withUnsafeBufferPointer(encode) }
    state.withLock { $0.done[number] = result }
    return true
  }

  /// Encodes blocks until none is waiting.
  private func help() {
    while true {
      if encodeNext() {
        progress.signal()
        continue
      }
      let isDone = state.withLock { state in
        guard state.waiting.isEmpty else { return false }
        state.helpers -= 1
        return true
      }
      if isDone { return }
    }
  }

  /// Returns the tokens of blocks in order, and waits while more than so many blocks are unreturned.
  private func complete(atMost open: Int) throws -> [[Int32]] {
    var results: [[Int32]] = []
    while true {
      let (next, isOpen) = state.withLock { state in
        let next = state.done.removeValue(forKey: state.returned)
        if next != nil { state.returned += 1 }
        return (next, state.taken - state.returned > open)
      }
      if let next {
        results.append(try next.get())
      } else if isOpen {
        if !encodeNext() { progress.wait() }
      } else {
        return results
      }
    }
  }
}
