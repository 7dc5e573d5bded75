/// How many numbers of an array are worked on in one go when several arrays are gone through together.
private let chunkSize = 4096

/// How many chunks arrays of the given sizes have.
func chunkCount(_ counts: [Int]) -> Int { counts.reduce(0) { $0 + chunkCount($1) } }

private func chunkCount(_ count: Int) -> Int { (count + chunkSize - 1) / chunkSize }

/// Calls `body` for each chunk of several arrays, the chunks shared out over the threads.
///
/// Each thread takes the same part of every array: the part that it mostly wrote before and will mostly read next, so
/// that it finds it in its own cache.
///
/// - Parameters:
///   - counts: the arrays' sizes.
///   - cost: about how many elementary operations a number needs.
///   - body: receives the array's number, where in it the chunk starts, how long it is, and the chunk's own number.
@inline(__always)
func forEachChunk(
  _ counts: [Int], cost: Int, _ body: (_ array: Int, _ start: Int, _ count: Int, _ chunk: Int) -> Void
) {
  let parts = 4 * Threads.count
  parallel(parts, work: counts.reduce(0, +) * cost) { range in
    for part in range {
      var first = 0
      for (array, count) in counts.enumerated() {
        let chunks = chunkCount(count)
        for chunk in chunks * part / parts..<chunks * (part + 1) / parts {
          let start = chunk * chunkSize
          body(array, start, min(chunkSize, count - start), first + chunk)
        }
        first += chunks
      }
    }
  }
}
