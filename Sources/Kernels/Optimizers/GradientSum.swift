/// Sums arrays from several places in a fixed tree, and returns the sum of the squares of all totals.
///
/// Each element of `arrays` lists the terms of one total: the gradients of one parameter from the micro-batches of a
/// training step, in the order of the micro-batches. Neighbors are added first, then neighboring sums: four terms as (a
/// + b) + (c + d), three terms as (a + b) + c. The total replaces the first term. The tree depends only on the number
/// of terms, and squares are added chunk by chunk. So the bits depend neither on the threads nor on the order in which
/// the micro-batches were finished.
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

/// Adds a chunk of several terms to the first term. The chunk stays in the cache between the levels of the tree.
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
