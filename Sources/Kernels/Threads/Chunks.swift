/// The number of elements in a chunk when several arrays are processed together.
private let chunkSize = 4096

/// Returns the number of chunks in arrays of the given sizes.
func chunkCount(_ counts: [Int]) -> Int { counts.reduce(0) { $0 + chunkCount($1) } }

private func chunkCount(_ count: Int) -> Int { (count + chunkSize - 1) / chunkSize }

/// Calls `body` for each chunk of several arrays, with the chunks split across the threads.
///
/// Each thread takes the same part of every array. It wrote most of that part before and will read most of it next, so
/// it finds the data in its own cache.
///
/// - Parameters:
///   - counts: the arrays' sizes.
///   - cost: the approximate number of elementary operations per element.
///   - body: receives the array's index, the start and the length of the chunk in it, and the chunk's own index.
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
