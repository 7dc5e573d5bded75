/// How many numbers of an array are worked on in one go when several arrays are gone through together.
private let chunkSize = 4096

/// How many chunks arrays of the given sizes have.
func chunkCount(_ counts: [Int]) -> Int { counts.reduce(0) { $0 + ($1 + chunkSize - 1) / chunkSize } }

/// Calls `body` for each chunk of several arrays, the chunks shared out over the threads as if they were of one array.
///
/// - Parameters:
///   - counts: the arrays' sizes.
///   - cost: about how many elementary operations a number needs.
///   - body: receives the array's number, where in it the chunk starts, how long it is, and the chunk's own number.
@inline(__always)
func forEachChunk(
  _ counts: [Int], cost: Int, _ body: (_ array: Int, _ start: Int, _ count: Int, _ chunk: Int) -> Void
) {
  parallel(chunkCount(counts), work: counts.reduce(0, +) * cost) { range in
    var first = 0
    for (array, count) in counts.enumerated() {
      let end = first + (count + chunkSize - 1) / chunkSize
      var chunk = max(first, range.lowerBound)
      while chunk < min(end, range.upperBound) {
        let start = (chunk - first) * chunkSize
        body(array, start, min(chunkSize, count - start), chunk)
        chunk += 1
      }
      first = end
    }
  }
}
