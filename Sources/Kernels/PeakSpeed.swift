import Dispatch

/// The most floating-point operations a second that `threads` threads reach here: fused multiply-adds on
/// registers alone, as many chains of them as it takes to hide their latency.
///
/// The best of several short runs, since whatever disturbs a run slows it down. It takes about 50 ms.
///
/// - Returns: FLOP/s, two for each lane of each multiply-add.
public func peakSpeed(threads: Int) -> Double {
  let rounds = 200_000
  var best = Double.infinity
  var sink: Float = 0
  for _ in 0..<10 {
    let start = DispatchTime.now().uptimeNanoseconds
    withScratch(threads * laneCount) { results in
      ThreadTeam.shared.run(threads, threads: threads) { store(chains(rounds), to: results + $0 * laneCount) }
      sink += results[0]
    }
    best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start))
  }
  // The sum is never so large; asking keeps the compiler from leaving the work out.
  guard sink.isFinite else { return 0 }
  return Double(rounds * 12 * laneCount * 2 * threads) / best * 1e9
}

/// Twelve independent chains of multiply-adds: two a cycle, each with a latency of four to five cycles, need ten.
@inline(never)
private func chains(_ rounds: Int) -> Lanes {
  var c0 = Lanes(repeating: 0.1), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0
  var c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0
  let x = Lanes(repeating: 0.999), y = Lanes(repeating: 0.001)
  for _ in 0..<rounds {
    c0 = multiplyAdd(c0, x, y); c1 = multiplyAdd(c1, x, y); c2 = multiplyAdd(c2, x, y)
    c3 = multiplyAdd(c3, x, y); c4 = multiplyAdd(c4, x, y); c5 = multiplyAdd(c5, x, y)
    c6 = multiplyAdd(c6, x, y); c7 = multiplyAdd(c7, x, y); c8 = multiplyAdd(c8, x, y)
    c9 = multiplyAdd(c9, x, y); c10 = multiplyAdd(c10, x, y); c11 = multiplyAdd(c11, x, y)
  }
  return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11
}
