import Dispatch

/// Measures how many bytes per second `threads` threads together read from `bytes` of memory, over and over.
///
/// Each thread streams through its own share. A size that fits into the caches measures the caches; a size several
/// times larger than the last-level cache measures the memory behind them. The result is the best of several short
/// runs, because any disturbance only slows a run down. It takes about ten milliseconds, or a few tenths of a second
/// for hundreds of megabytes.
///
///     readSpeed(bytes: 1 << 28, threads: 1) * 1e-9  // GB/s of the memory, such as 12.4
///
/// - Parameter bytes: how much all threads together read in one pass, rounded to whole kilobytes per thread. The memory
///   is allocated from the system and freed at the end.
/// - Returns: The speed in bytes per second.
public func readSpeed(bytes: Int, threads: Int) -> Double {
  let blocks = max(1, bytes / (blockWords * MemoryLayout<UInt32>.stride) / threads)
  let words = blocks * blockWords
  let read = threads * words * MemoryLayout<UInt32>.stride
  let memory = UnsafeMutableRawPointer.allocate(byteCount: read, alignment: 64)
  defer { memory.deallocate() }
  let start = memory.bindMemory(to: UInt32.self, capacity: threads * words)
  // The system maps memory that was never written to a single page of zeros, which would be read from the cache over
  // and over.
  ThreadTeam.shared.run(threads, threads: threads) { run, _ in
    (start + run * words).initialize(repeating: 1, count: words)
  }
  let passes = max(1, leastRead / read)
  var best = Double.infinity
  var sink: UInt32 = 0
  withScratch(threads) { results in
    for _ in 0..<9 {
      let begin = DispatchTime.now().uptimeNanoseconds
      ThreadTeam.shared.run(threads, threads: threads) { run, _ in
        results[run] = Float(bitPattern: folded(start + run * words, blocks: blocks, passes: passes))
      }
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - begin))
      sink ^= results[0].bitPattern
    }
  }
  // Folding an even number of ones never results in this value; the check keeps the compiler from removing the work.
  guard sink != .max else { return 0 }
  return Double(read * passes) / best * 1e9
}

/// The minimum number of bytes that a run reads, so starting the threads is a small part of its time.
private let leastRead = 1 << 25

/// The number of words in a block: four chains of sixteen words, four times over. Four chains are enough, because an
/// exclusive or takes one cycle.
private let blockWords = 256

/// Folds all words into one by exclusive or, pass after pass.
@inline(never)
private func folded(_ words: UnsafePointer<UInt32>, blocks: Int, passes: Int) -> UInt32 {
  typealias Words = SIMD16<UInt32>
  var a = Words.zero, b = Words.zero, c = Words.zero, d = Words.zero
  for _ in 0..<passes {
    var p = UnsafeRawPointer(words)
    for _ in 0..<blocks * 4 {
      a ^= p.load(as: Words.self)
      b ^= p.load(fromByteOffset: 64, as: Words.self)
      c ^= p.load(fromByteOffset: 128, as: Words.self)
      d ^= p.load(fromByteOffset: 192, as: Words.self)
      p += 256
    }
  }
  let all = a ^ b ^ c ^ d
  return (0..<16).reduce(0) { $0 ^ all[$1] }
}
