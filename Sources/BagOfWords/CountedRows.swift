/// The counts of documents while they are computed: each document has one entry per term that occurs in it.
struct CountedRows {
  /// Where each document's entries end.
  private(set) var ends: [Int] = []
  /// The entries: the term in the upper half and its count in the lower half, so they sort by term as plain numbers.
  private(set) var entries: [UInt64] = []
  /// The state of each term.
  private var seen: [Seen] = []

  private struct Seen {
    /// The index of the term's last entry. It matters only within the current document, so it is never cleared.
    var entry = -1
    /// The number of documents that contain the term.
    var documents: Int32 = 0
  }

  /// The number of documents that contain each term.
  var documentCounts: [Int32] { seen.map(\.documents) }

  /// Makes room for `terms` terms.
  mutating func reserve(terms: Int) {
    guard seen.count < terms else { return }
    seen.append(contentsOf: repeatElement(Seen(), count: terms - seen.count))
  }

  /// Adds a document. Its terms must be below the number reserved; negative ones are ignored.
  mutating func append(_ ids: UnsafeBufferPointer<Int32>) {
    let start = entries.count
    seen.withUnsafeMutableBufferPointer { seen in
      for id in ids where id >= 0 {
        let entry = seen[Int(id)].entry
        if entry >= start {
          entries[entry] += 1
        } else {
          seen[Int(id)].entry = entries.count
          seen[Int(id)].documents += 1
          entries.append(UInt64(id) << 32 | 1)
        }
      }
    }
    ends.append(entries.count)
  }

  /// Replaces the term of each entry with its column in the whole vocabulary, drops entries with a negative column,
  /// and sorts the entries of each document by column.
  mutating func renumber(_ newColumns: [Int32], columnCount: Int) {
    var sorter = EntrySorter(columnCount: columnCount)
    let kept = entries.withUnsafeMutableBufferPointer { entries in
      var (read, kept, first, firstEntry) = (0, 0, 0, 0)
      for document in ends.indices {
        for i in read..<ends[document] {
          let column = newColumns[Int(entries[i] >> 32)]
          if column < 0 { continue }
          entries[kept] = UInt64(column) << 32 | entries[i] & 0xFFFF_FFFF
          kept += 1
        }
        read = ends[document]
        ends[document] = kept
        // Sorts as many documents at a time as fit in the cache, but enough to be worth a pass over all columns.
        if kept - firstEntry >= max(1 << 15, columnCount) || document == ends.count - 1 {
          sorter.sort(entries, rows: ends[first...document], start: firstEntry)
          (first, firstEntry) = (document + 1, kept)
        }
      }
      return kept
    }
    entries.removeLast(entries.count - kept)
  }
}

/// Sorts the entries of consecutive rows by column, with two counting sorts: by column, then back into their rows.
///
/// Each is one pass, whereas sorting row by row would compare every entry several times.
private struct EntrySorter {
  private let columnCount: Int
  /// Where the next entry of each column goes.
  private var next: [Int]
  /// The row and the value of each entry, by column.
  private var byColumn: [UInt64] = []

  init(columnCount: Int) {
    self.columnCount = columnCount
    next = Array(repeating: 0, count: columnCount + 1)
  }

  mutating func sort(_ entries: UnsafeMutableBufferPointer<UInt64>, rows: ArraySlice<Int>, start: Int) {
    guard let end = rows.last, end > start else { return }
    for column in 0...columnCount { next[column] = 0 }
    if byColumn.count < end - start { byColumn = Array(repeating: 0, count: 2 * (end - start)) }
    var rowStarts = [start] + rows.dropLast()
    next.withUnsafeMutableBufferPointer { next in
      for i in start..<end { next[Int(entries[i] >> 32) &+ 1] &+= 1 }
      for column in 0..<columnCount { next[column + 1] += next[column] }
      byColumn.withUnsafeMutableBufferPointer { byColumn in
        var first = start
        for (row, end) in rows.enumerated() {
          for i in first..<end {
            let column = Int(entries[i] >> 32)
            byColumn[next[column]] = UInt64(row) << 32 | entries[i] & 0xFFFF_FFFF
            next[column] &+= 1
          }
          first = end
        }
        rowStarts.withUnsafeMutableBufferPointer { places in
          // Now each column ends where the next one began.
          var i = 0
          for column in 0..<columnCount {
            while i < next[column] {
              let row = Int(byColumn[i] >> 32)
              entries[places[row]] = UInt64(column) << 32 | byColumn[i] & 0xFFFF_FFFF
              places[row] &+= 1
              i &+= 1
            }
          }
        }
      }
    }
  }
}
