import Corpora
import Numerics

/// Goes through a corpus in portions of some thousand words, leaves out frequent words at times, and draws windows.
///
/// All that is random comes from the seed, the portion's number and the window's: windows may be drawn on any thread.
struct WindowSampler: Sendable {
  private let ids: [Int32]
  private let window: Int
  private let seed: UInt64
  /// By word: below how much of 2^32 a random number must lie for the word to stay.
  private let staying: [UInt64]
  /// How many portions the corpus has; windows do not reach from one into the next.
  let portionCount: Int

  /// The words and sentence ends of a portion.
  static let portionSize = 10_000

  init(_ corpus: WordCorpus, window: Int, sample: Double, seed: UInt64) {
    (ids, self.window, self.seed) = (corpus.ids, window, seed)
    portionCount = (ids.count + Self.portionSize - 1) / Self.portionSize
    let total = Double(corpus.wordCount)
    staying = corpus.counts.map { count in
      // A word whose share f is above t stays with probability sqrt(t / f) + t / f, as in the authors' program.
      let ratio = sample * total / Double(count)
      return sample > 0 ? UInt64(min(1, ratio.squareRoot() + ratio) * 0x1p32) : 1 << 32
    }
  }

  /// A portion's words that stay, with the ends of sentences between them.
  struct Portion {
    /// Random numbers of the portion's windows come from here.
    fileprivate let seed: UInt64
    fileprivate var ids: [Int32] = []
    /// Where in `ids` words stand: the middles of windows.
    fileprivate(set) var middles: [Int32] = []
    /// The words that were there before some were left out.
    fileprivate(set) var wordCount = 0
  }

  /// The portion with this number, counted through all epochs.
  func portion(_ number: Int) -> Portion {
    var generator = RandomGenerator(seed: seed, stream: UInt64(2 * number))
    var portion = Portion(seed: generator.next())
    let start = number % portionCount * Self.portionSize
    for id in ids[start..<min(start + Self.portionSize, ids.count)] {
      if id == WordCorpus.end {
        portion.ids.append(id)
        continue
      }
      portion.wordCount += 1
      guard generator.next() >> 32 < staying[Int(id)] else { continue }
      portion.middles.append(Int32(portion.ids.count))
      portion.ids.append(id)
    }
    return portion
  }

  /// The random numbers of a window.
  func generator(_ portion: Portion, _ middle: Int) -> RandomGenerator {
    RandomGenerator(seed: portion.seed, stream: UInt64(middle))
  }

  /// The word in the middle of a window.
  func word(_ portion: Portion, _ middle: Int) -> Int32 { portion.ids[Int(portion.middles[middle])] }

  /// Writes the words around the middle of a window, at most 2 `window`, and returns how many there are.
  func fill(
    _ words: UnsafeMutablePointer<Int32>, _ portion: Portion, _ middle: Int, using generator: inout RandomGenerator
  ) -> Int {
    let place = Int(portion.middles[middle])
    let reach = 1 + Int(((generator.next() >> 32) &* UInt64(window)) >> 32)
    var count = 0
    return portion.ids.withUnsafeBufferPointer { ids in
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
