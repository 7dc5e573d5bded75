import Corpora
import Kernels

/// Counts the terms of consecutive documents, on one thread.
///
/// Terms are numbered by its table: that of a finished vocabulary, or else a new one.
final class TermCounter {
  /// The terms seen, or the table of the finished vocabulary.
  let table: TermTable
  private let isFinished: Bool
  /// The documents' entries.
  private(set) var rows = CountedRows()
  /// The number of words that were cut at their combining marks.
  private(set) var cutWordCount = 0

  init(vocabulary: TermTable? = nil) {
    table = vocabulary ?? TermTable()
    isFinished = vocabulary != nil
  }

  /// Counts the documents of a range.
  func count(_ documents: Range<Int>, of all: Documents, _ splitter: TermSplitter) {
    var terms = Terms()
    // A local variable: each access to a class's property is checked for exclusivity at run time, which took half of
    // the time.
    var rows = CountedRows()
    var (room, cutWordCount) = (1024, 0)
    var ids = UnsafeMutablePointer<Int32>.allocate(capacity: room)
    defer { ids.deallocate() }
    all.withBytes { bytes, ranges in
      for document in documents {
        splitter.split(UnsafeBufferPointer(rebasing: bytes[ranges[document]]), into: &terms)
        cutWordCount += terms.cutWordCount
        if terms.count > room {
          ids.deallocate()
          room = 2 * terms.count
          ids = .allocate(capacity: room)
        }
        if isFinished { table.find(terms, ids: ids) } else { table.add(terms, ids: ids) }
        rows.reserve(terms: table.count)
        rows.append(UnsafeBufferPointer(start: ids, count: terms.count))
      }
    }
    (self.rows, self.cutWordCount) = (rows, cutWordCount)
  }

  /// Replaces the term of each entry with its column in the whole vocabulary; see
  /// ``CountedRows/renumber(_:columnCount:)``.
  func renumber(_ columns: [Int32], columnCount: Int) {
    var rows = CountedRows()
    swap(&rows, &self.rows)
    rows.renumber(columns, columnCount: columnCount)
    self.rows = rows
  }
}

/// Counts documents in parts that are divided among the threads; returns the results in the order of the parts.
func countInParts(_ documents: Documents, _ splitter: TermSplitter, vocabulary: TermTable? = nil) -> [TermCounter] {
  // Each part adds a vocabulary to merge, so there are only enough parts to balance the load of the threads.
  let parts = documents.parts(Threads.count == 1 ? 1 : 2 * Threads.count)
  let counters = (1..<parts.count).map { _ in TermCounter(vocabulary: vocabulary) }
  parallel(counters.count, work: documents.byteCount * 4) { range in
    for part in range { counters[part].count(parts[part]..<parts[part + 1], of: documents, splitter) }
  }
  return counters
}

/// Joins the renumbered entries of the parts.
func joined(_ counters: [TermCounter], columnCount: Int, _ newColumns: [[Int32]]) -> TermCounts {
  let work = counters.reduce(0) { $0 + $1.rows.entries.count } * 8
  parallel(counters.count, work: work) { range in
    for part in range { counters[part].renumber(newColumns[part], columnCount: columnCount) }
  }
  // Where each part's entries begin.
  let offsets = counters.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.rows.entries.count) }
  let count = offsets[counters.count]
  var counts: [Int32] = []
  let columns = [Int32](unsafeUninitializedCapacity: count) { columns, written in
    counts = [Int32](unsafeUninitializedCapacity: count) { counts, written in
      parallel(counters.count, work: work) { range in
        for part in range {
          for (i, entry) in counters[part].rows.entries.enumerated() {
            columns[offsets[part] + i] = Int32(truncatingIfNeeded: entry >> 32)
            counts[offsets[part] + i] = Int32(truncatingIfNeeded: entry)
          }
        }
      }
      written = count
    }
    written = count
  }
  var starts = [0]
  starts.reserveCapacity(counters.reduce(1) { $0 + $1.rows.ends.count })
  for (counter, offset) in zip(counters, offsets) { starts += counter.rows.ends.lazy.map { offset + $0 } }
  return TermCounts(
    columnCount: columnCount, starts: starts, columns: columns, counts: counts,
    cutWordCount: counters.reduce(0) { $0 + $1.cutWordCount })
}
