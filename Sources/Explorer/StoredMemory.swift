import Foundation
import Layers
import Tensors

/// The part of a memory of n-grams that a new text reads, for one number of tokens.
///
/// A memory has two tables for each order, and a new text reads the mean of their two rows, or the only row that was ever
/// updated; see `NGramMemory`. So this is one table, of which only the rows that are not zero are stored.
struct StoredMemory {
  /// A bit per row of the table, the first row in the lowest bit: whether the row is stored.
  private let marks: [UInt8]
  /// The stored rows.
  private let rows: [Float]
  private let width: Int

  /// Joins the two tables of an order, which lie one below the other: (2 R, W).
  init(_ tables: Tensor) {
    let rowCount = tables.shape[0] / 2, width = tables.shape[1]
    var marks = [UInt8](repeating: 0, count: (rowCount + 7) / 8), rows: [Float] = []
    withExtendedLifetime(tables) {
      for row in 0..<rowCount {
        let first = tables.data + row * width, second = tables.data + (rowCount + row) * width
        let hasFirst = (0..<width).contains { first[$0] != 0 }, hasSecond = (0..<width).contains { second[$0] != 0 }
        guard hasFirst || hasSecond else { continue }
        marks[row / 8] |= 1 << UInt8(row % 8)
        let scale: Float = hasFirst && hasSecond ? 0.5 : 1
        for i in 0..<width { rows.append(first[i] * scale + second[i] * scale) }
      }
    }
    (self.marks, self.rows, self.width) = (marks, rows, width)
  }

  /// What the page gets.
  struct Packed: Encodable {
    let marks: String
    let vectors: PackedNumbers
  }

  /// Returns the rows for the page.
  func packed(_ precision: PackedNumbers.Precision) -> Packed {
    Packed(
      marks: Data(marks).base64EncodedString(), vectors: PackedNumbers(rows, columns: width, precision: precision))
  }

  /// Returns how many characters the rows take in the page.
  func size(_ precision: PackedNumbers.Precision) -> Int {
    PackedNumbers.base64Size(marks.count)
      + PackedNumbers.size(count: rows.count, columns: width, precision: precision)
  }
}
