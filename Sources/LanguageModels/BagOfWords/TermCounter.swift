import Corpora
import Kernels

/// Counts the terms of neighbouring documents: what one thread does.
///
/// The numbers of the terms are those of its table, in whose place stands a finished vocabulary when there is one.
final class TermCounter {
  /// The terms seen; with a finished vocabulary, that of the vocabulary.
  let table: TermTable
  private let isFinished: Bool
  /// Where each document's entries end.
  private(set) var ends: [Int] = []
  /// The term and the count of each entry.
  private(set) var columns: [Int32] = []
  private(set) var counts: [Int32] = []
  /// In how many of the documents each term occurs; not counted with a finished vocabulary.
  private(set) var documentCounts: [Int32] = []

  init(vocabulary: TermTable? = nil) {
    table = vocabulary ?? TermTable()
    isFinished = vocabulary != nil
  }

  /// Counts the documents of a range.
  func count(_ documents: Range<Int>, of all: Documents, _ splitter: TermSplitter) {
    let terms = Terms()
    var room = 1024
    var ids = UnsafeMutablePointer<Int32>.allocate(capacity: room)
    defer { ids.deallocate() }
    // Where a term's entry is: only one in the present document's part is of use, so none is ever cleared.
    var entries: [Int] = []
    all.withBytes { bytes, ranges in
      for document in documents {
        splitter.split(UnsafeBufferPointer(rebasing: bytes[ranges[document]]), into: terms)
        if terms.count > room {
          ids.deallocate()
          room = 2 * terms.count
          ids = .allocate(capacity: room)
        }
        if isFinished { table.find(terms, ids: ids) } else { table.add(terms, ids: ids) }
        if entries.count < table.count {
          entries.append(contentsOf: repeatElement(-1, count: table.count - entries.count))
          if !isFinished {
            documentCounts.append(contentsOf: repeatElement(0, count: table.count - documentCounts.count))
          }
        }
        addDocument(ids, terms.count, &entries)
      }
    }
  }

  private func addDocument(_ ids: UnsafeMutablePointer<Int32>, _ count: Int, _ entries: inout [Int]) {
    let start = columns.count
    for i in 0..<count {
      let id = Int(ids[i])
      if id < 0 { continue }
      let entry = entries[id]
      if entry >= start {
        counts[entry] += 1
      } else {
        entries[id] = columns.count
        columns.append(ids[i])
        counts.append(1)
        if !isFinished { documentCounts[id] += 1 }
      }
    }
    ends.append(columns.count)
  }

  /// Gives each entry the column that its term has in the whole, drops those whose column is negative, and sorts the
  /// entries of each document by column.
  func renumber(_ newColumns: [Int32]) {
    var (start, kept) = (0, 0)
    var row: [UInt64] = []
    for document in ends.indices {
      row.removeAll(keepingCapacity: true)
      for i in start..<ends[document] {
        let column = newColumns[Int(columns[i])]
        // Column and count as one number, which sorts fast.
        if column >= 0 { row.append(UInt64(column) << 32 | UInt64(counts[i])) }
      }
      start = ends[document]
      sortShort(&row)
      for entry in row {
        columns[kept] = Int32(entry >> 32)
        counts[kept] = Int32(entry & 0xFFFF_FFFF)
        kept += 1
      }
      ends[document] = kept
    }
    columns.removeLast(columns.count - kept)
    counts.removeLast(counts.count - kept)
  }
}

/// Sorts by insertion what is short, as most documents are.
private func sortShort(_ numbers: inout [UInt64]) {
  guard numbers.count <= 40 else { return numbers.sort() }
  numbers.withUnsafeMutableBufferPointer { numbers in
    for i in numbers.indices.dropFirst() {
      let number = numbers[i]
      var place = i
      while place > 0, numbers[place - 1] > number {
        numbers[place] = numbers[place - 1]
        place -= 1
      }
      numbers[place] = number
    }
  }
}

/// Counts documents in parts, which the threads share; the results come in the order of the parts.
func countInParts(_ documents: Documents, _ splitter: TermSplitter, vocabulary: TermTable? = nil) -> [TermCounter] {
  // Each part is a vocabulary to merge, so no more than the threads need to even out their loads.
  let parts = documents.parts(Threads.count == 1 ? 1 : 2 * Threads.count)
  let counters = (1..<parts.count).map { _ in TermCounter(vocabulary: vocabulary) }
  parallel(counters.count, work: documents.byteCount * 4) { range in
    for part in range { counters[part].count(parts[part]..<parts[part + 1], of: documents, splitter) }
  }
  return counters
}

/// The parts' entries, renumbered, as one.
func joined(_ counters: [TermCounter], columnCount: Int, _ columns: [[Int32]]) -> TermCounts {
  parallel(counters.count, work: counters.reduce(0) { $0 + $1.columns.count } * 16) { range in
    for part in range { counters[part].renumber(columns[part]) }
  }
  var starts = [0]
  starts.reserveCapacity(counters.reduce(1) { $0 + $1.ends.count })
  for counter in counters {
    let offset = starts[starts.count - 1]
    for end in counter.ends { starts.append(offset + end) }
  }
  return TermCounts(
    columnCount: columnCount, starts: starts, columns: Array(counters.map(\.columns).joined()),
    counts: Array(counters.map(\.counts).joined()))
}
