import Tensors

/// The number of answers that go through a model together.
let answersInChunk = 8

/// Calls `body` for every eight answers, several chunks at the same time, and returns all results in order.
///
/// What is computed depends only on the chunks, so it has the same bits on any number of threads.
func inChunks<Element, Value>(_ items: [Element], _ body: ([Element]) -> [Value]) -> [Value] {
  let starts = Array(stride(from: 0, to: items.count, by: answersInChunk))
  var results = [[Value]](repeating: [], count: starts.count)
  results.withUnsafeMutableBufferPointer { results in
    let results = results
    forEachPart(starts.count) { chunk in
      results[chunk] = body(Array(items[starts[chunk]..<min(items.count, starts[chunk] + answersInChunk)]))
    }
  }
  return results.flatMap { $0 }
}
