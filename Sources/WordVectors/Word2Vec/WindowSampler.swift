import Corpora
import Numerics

/// Goes through a corpus in chunks of several thousand words, randomly drops frequent words, and draws windows.
///
/// All randomness comes from the seed, the chunk's number and the window's number, so windows can be drawn on any
/// thread.
struct WindowSampler: Sendable {
  private let ids: [Int32]
  private let window: Int
  private let seed: UInt64
  /// A threshold for each word: the word stays if a random number below 2^32 is less than its threshold.
  private let staying: [UInt64]
  /// The number of chunks in the corpus; windows do not cross chunk boundaries.
  let chunkCount: Int

  /// The number of words and sentence ends in a chunk.
  static let chunkSize = 10_000

  init(_ corpus: WordCorpus, window: Int, subsample: Double, seed: UInt64) {
    (ids, self.window, self.seed) = (corpus.ids, window, seed)
    chunkCount = (ids.count + Self.chunkSize - 1) / Self.chunkSize
    let total = Double(corpus.wordCount)
    staying = corpus.counts.map { count in
      // A word with frequency f above t stays with probability sqrt(t / f) + t / f, as in the authors' program.
      let ratio = subsample * total / Double(count)
      return subsample > 0 ? UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32) : 1 << 32
    }
  }

  /// The words of a chunk that stay, separated by sentence ends.
  struct Chunk {
    /// The seed for the random numbers of the chunk's windows.
    fileprivate let seed: UInt64
    fileprivate var ids: [Int32] = []
    /// The positions of words in `ids`: the centers of windows.
    fileprivate(set) var centers: [Int32] = []
    /// The number of words before frequent ones were dropped.
    fileprivate(set) var wordCount = 0
  }

  /// Returns the chunk with this number, counted across all epochs.
  func chunk(_ number: Int) -> Chunk {
    var generator = RandomGenerator(seed: seed, stream: UInt64(2 * number))
    var chunk = Chunk(seed: generator.next())
    let start = number % chunkCount * Self.chunkSize
    for id in ids[start..<min(start + Self.chunkSize, ids.count)] {
      if id == WordCorpus.end {
        chunk.ids.append(id)
        continue
      }
      chunk.wordCount += 1
      guard generator.next() >> 32 < staying[Int(id)] else { continue }
      chunk.centers.append(Int32(chunk.ids.count))
      chunk.ids.append(id)
    }
    return chunk
  }

  /// Returns the random number generator of a window.
  func generator(_ chunk: Chunk, _ center: Int) -> RandomGenerator {
    RandomGenerator(seed: chunk.seed, stream: UInt64(center))
  }

  /// Returns the word in the center of a window.
  func word(_ chunk: Chunk, _ center: Int) -> Int32 { chunk.ids[Int(chunk.centers[center])] }

  /// Writes the words around the center of a window, at most `2 * window`, and returns how many there are.
  func fill(
    _ words: UnsafeMutablePointer<Int32>, _ chunk: Chunk, _ center: Int, using generator: inout RandomGenerator
  ) -> Int {
    let place = Int(chunk.centers[center])
    let reach = 1 + Int(((generator.next() >> 32) &* UInt64(window)) >> 32)
    var count = 0
    return chunk.ids.withUnsafeBufferPointer { ids in
      var i = place - 1
      while i >= max(0, place - reach), ids[i] != WordCorpus.end {
        words[count] = ids[i]
        count += 1
        i -= 1
      }
      i = place + 1
      while i <= min(ids.count - 1, place + reach), ids[i] != WordCorpus.end {
        words[count] = ids[i]
        count += 1
        i += 1
      }
      return count
    }
  }
}
