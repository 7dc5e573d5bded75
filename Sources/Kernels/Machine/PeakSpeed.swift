import Dispatch
import Numerics

/// Measures the highest number of floating-point operations per second that `threads` threads reach on this machine:
/// fused multiply-adds on registers alone, in enough chains to hide their latency.
///
/// The result is the best of several short runs, because any disturbance only slows a run down. It takes about ten
/// milliseconds.
///
/// - Returns: FLOP/s, two for each lane of each multiply-add.
public func peakSpeed(threads: Int) -> Double {
  let rounds = 200_000
  var best = Double.infinity
  var sink: Float = 0
  for _ in 0..<10 {
    let start = DispatchTime.now().uptimeNanoseconds
    withScratch(threads * laneCount) { results in
      ThreadTeam.shared.run(threads, threads: threads) { run, _ in
        store(chains(rounds), to: results + run * laneCount)
      }
      sink += results[0]
    }
    best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start))
  }
  // The sum is always finite; the check keeps the compiler from removing the work.
  guard sink.isFinite else { return 0 }
  return Double(rounds * chainCount * laneCount * 2 * threads) / best * 1e9
}

/// The number of independent chains of multiply-adds that fit into the registers. Two multiply-adds per cycle, each
/// with a latency of four to five cycles, need ten registers in flight. The chains take twelve of AVX-512, six times
/// two of AVX2, or six times four of NEON.
#if KINDLING_AVX512
  private let chainCount = 12
#else
  private let chainCount = 6
#endif

@inline(never)
private func chains(_ rounds: Int) -> Lanes {
  // Each chain starts with a different value, so no two do the same work.
  @inline(__always) func start(_ i: Int) -> Lanes { Lanes(repeating: 0.1 + 0.01 * Float(i)) }
  var c0 = start(0), c1 = start(1), c2 = start(2), c3 = start(3), c4 = start(4), c5 = start(5)
  var total = Lanes.zero
  let x = Lanes(repeating: 0.999), y = Lanes(repeating: 0.001)
  #if KINDLING_AVX512
    var c6 = start(6), c7 = start(7), c8 = start(8), c9 = start(9), c10 = start(10), c11 = start(11)
  #endif
  for _ in 0..<rounds {
    c0 = multiplyAdd(c0, x, y); c1 = multiplyAdd(c1, x, y); c2 = multiplyAdd(c2, x, y)
    c3 = multiplyAdd(c3, x, y); c4 = multiplyAdd(c4, x, y); c5 = multiplyAdd(c5, x, y)
    #if KINDLING_AVX512
      c6 = multiplyAdd(c6, x, y); c7 = multiplyAdd(c7, x, y); c8 = multiplyAdd(c8, x, y)
      c9 = multiplyAdd(c9, x, y); c10 = multiplyAdd(c10, x, y); c11 = multiplyAdd(c11, x, y)
    #endif
  }
  #if KINDLING_AVX512
    total = c6 + c7 + c8 + c9 + c10 + c11
  #endif
  return total + c0 + c1 + c2 + c3 + c4 + c5
}
