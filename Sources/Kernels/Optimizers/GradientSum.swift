/// Sums arrays that lie in several places, by a fixed tree, and returns the sum of the squares of all totals.
///
/// Each of `arrays` lists where the terms of one total are: its gradients from the parts of a training step, in the
/// order of the parts. Neighbors are added first, then neighboring sums: (a + b) + (c + d), (a + b) + c. The total
/// takes the place of the first term. The tree depends on the number of terms alone, and squares are added chunk by
/// chunk, so the bits do not depend on threads, nor on the order in which the parts were done.
///
/// - Parameters:
///   - arrays: the terms of each total; at least one.
///   - counts: the number of floats of each total.
public func sumGradients(_ arrays: [[UnsafeMutablePointer<Float>]], counts: [Int]) -> Double {
  let chunks = chunkCount(counts)
  return withScratch(chunks) { partial in
    forEachChunk(counts, cost: 1 + (arrays.map(\.count).max() ?? 0)) { index, start, count, chunk in
      addTree(arrays[index], start: start, count: count)
      let total = arrays[index][0] + start
      partial[chunk] = dot(total, total, count)
    }
    var total = 0.0
    for chunk in 0..<chunks { total += Double(partial[chunk]) }
    return total
  }
}

/// Adds a chunk of several terms into the first. It stays in the cache between the levels of the tree.
private func addTree(_ terms: [UnsafeMutablePointer<Float>], start: Int, count: Int) {
  var distance = 1
  while distance < terms.count {
    for i in stride(from: 0, to: terms.count - distance, by: 2 * distance) {
      let y = terms[i] + start, x = terms[i + distance] + start
      forEachLanes(count) {
        store(load(y + $0) + load(x + $0), to: y + $0)
      } tail: {
        store(load(y + $0, count: $1) + load(x + $0, count: $1), to: y + $0, count: $1)
      }
    }
    distance *= 2
  }
}
