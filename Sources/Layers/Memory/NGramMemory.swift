import Numerics
import Tensors

/// Vectors for the last few tokens together, looked up in tables by a hash: what often follows "the" needs no attention
/// to be known.
///
/// For each order n, the hash of the last n tokens selects a row, which is added to W channels of the stream. That takes
/// no products, so a large memory costs next to nothing. N-grams with the same hash share a row. Where a text has fewer
/// than n tokens before a place, nothing is added.
///
/// **What a table has learned by heart says nothing about a new text.** After a few passes, the rows know the training
/// text, and the rest of the model would learn to trust them too much. So there are two tables for each order, and each
/// stretch of the training text belongs to one of them. In training, a place reads one of the two:
///
/// - its own table, half of the time. Only then is a row updated. A learned vector, added along with the row, marks that
///   the row may know this very place.
/// - the other table, the rest of the time. This place never updated it, so it is as useful here as in a new text.
///
/// A new text reads both tables: the mean of the two rows, or the only row that was ever updated. (Statisticians call
/// this cross-fitting.) Training skips some lookups, since the model must also do without n-grams that it never saw.
///
/// Hashed n-grams go back to maximum entropy models beside a network (Mikolov et al. 2011, section 3), and as
/// embeddings to fastText (Bojanowski et al. 2017, section 3.2).
public final class NGramMemory: Module {
  /// The sizes of a memory.
  public struct Form: Codable, Equatable, Sendable {
    /// The number of tokens of the longest n-grams; the shortest have two.
    public var longest: Int
    /// The rows of each table: two to the power of this.
    public var rowBits: Int
    /// W, the channels of a row.
    public var width: Int
    /// The fraction of the lookups that is left out in training.
    public var dropout: Float

    /// Creates sizes.
    public init(longest: Int = 6, rowBits: Int = 16, width: Int = 32, dropout: Float = 0.1) {
      (self.longest, self.rowBits, self.width, self.dropout) = (longest, rowBits, width, dropout)
    }

    /// The numbers of tokens of the n-grams.
    public var orders: ClosedRange<Int> { 2...longest }

    private enum CodingKeys: String, CodingKey {
      case longest = "memory"
      case rowBits = "memoryBits"
      case width = "memoryWidth"
      case dropout = "memoryDropout"
    }
  }

  /// The number of neighboring tokens of the training text that belong to the same table, as a power of two.
  private static let stretchBits = 10
  /// The fraction of the lookups in training that read the place's own table.
  private static let ownShare: Float = 0.5

  /// The sizes.
  public let form: Form
  /// The two tables of each order, one below the other, the shortest order first: (2 R, W).
  public let tables: [Parameter]
  /// For each order, what is added to a row that may know the place by heart: (orders, C).
  public let ownMark: Parameter
  /// The first of the channels that each order's rows are added to.
  private let columns: [Int]

  /// Creates a memory whose rows are added to a stream of C channels, at least W. All numbers start at 0.
  public init(width: Int, _ form: Form) {
    self.form = form
    tables = form.orders.map { _ in Parameter([2 << form.rowBits, form.width], .zeros, role: .memory) }
    // Orders share the channels as little as possible.
    let places = max(1, width / form.width)
    columns = (0..<form.orders.count).map { $0 % places * form.width }
    ownMark = Parameter([form.orders.count, width], .zeros, role: .tokens)
  }

  /// The tables, by their orders, and the mark.
  public var children: [Child] {
    zip(form.orders, tables).map { .parameter("\($0)", $1) } + [.parameter("own", ownMark)]
  }

  /// Adds the rows of all orders to x: (B, T, C) -> (B, T, C).
  ///
  /// - Parameters:
  ///   - ids: the tokens, B rows of T.
  ///   - before: for each of the B sequences, the tokens before the first of `ids`; empty at the start of a text.
  public func callAsFunction(
    _ x: Tensor, _ ids: [Int32], batchSize: Int, before: [ArraySlice<Int32>] = [], _ pass: inout ForwardPass
  ) -> Tensor {
    let rows = form.orders.map { self.rows(of: ids, batchSize: batchSize, before: before, order: $0) }
    return pass.isTraining
      ? trained(x, rows, length: ids.count / max(1, batchSize), &pass) : recalled(x, rows)
  }

  /// Adds rows of one of the two tables, for training.
  private func trained(_ x: Tensor, _ rows: [[Int32]], length T: Int, _ pass: inout ForwardPass) -> Tensor {
    let none = [Int32](repeating: -1, count: rows[0].count), R = Int32(1) << Int32(form.rowBits)
    var own = rows.map { _ in none }, other = own, mark = own
    for order in rows.indices {
      for (i, row) in rows[order].enumerated() where row >= 0 {
        let draw = pass.generator.uniform()
        guard draw >= form.dropout else { continue }
        // Sequences whose place in the text is not known count as beginning at 0.
        let place = (pass.starts.isEmpty ? 0 : pass.starts[i / T]) + i % T
        let table = Int32(place >> Self.stretchBits & 1)
        if draw < form.dropout + (1 - form.dropout) * Self.ownShare {
          own[order][i] = row + table * R
          mark[order][i] = Int32(order)
        } else {
          other[order][i] = row + (1 - table) * R
        }
      }
    }
    return addingRows(
      to: x, of: tables + tables.map { $0.detached() } + tables.map { _ in ownMark }, ids: own + other + mark,
      columns: columns + columns + columns.map { _ in 0 })
  }

  /// Adds what both tables know, for new texts. A row that was never updated is 0.
  private func recalled(_ x: Tensor, _ rows: [[Int32]]) -> Tensor {
    let none = [Int32](repeating: -1, count: rows[0].count), R = Int32(1) << Int32(form.rowBits)
    var only = rows.map { _ in none }, first = only, second = only
    for (order, table) in tables.enumerated() {
      let width = table.shape[1]
      func isEmpty(_ row: Int32) -> Bool {
        let row = table.data + Int(row) * width
        return (0..<width).allSatisfy { row[$0] == 0 }
      }
      for (i, row) in rows[order].enumerated() where row >= 0 {
        switch (isEmpty(row), isEmpty(row + R)) {
        case (false, false): (first[order][i], second[order][i]) = (row, row + R)
        case (false, true): only[order][i] = row
        case (true, false): only[order][i] = row + R
        case (true, true): break
        }
      }
    }
    let y = addingRows(
      to: addingRows(to: x, of: tables, ids: first, columns: columns, scale: 0.5), of: tables, ids: second,
      columns: columns, scale: 0.5)
    return addingRows(to: y, of: tables, ids: only, columns: columns)
  }

  // MARK: Hashes

  /// Returns the row of each token's n-gram in one table, or -1 if the text begins too late for it.
  private func rows(of ids: [Int32], batchSize: Int, before: [ArraySlice<Int32>], order: Int) -> [Int32] {
    let T = ids.count / max(1, batchSize)
    var rows = [Int32](repeating: -1, count: ids.count)
    for b in 0..<batchSize {
      let earlier = before.isEmpty ? [] : before[b].suffix(order - 1), text = earlier + ids[b * T..<(b + 1) * T]
      text.withUnsafeBufferPointer { text in
        for t in 0..<T {
          let end = earlier.count + t + 1
          guard end >= order else { continue }
          rows[b * T + t] = row(of: text[end - order..<end])
        }
      }
    }
    return rows
  }

  /// Mixes the tokens into 64 bits, of which the highest, which depend on all of them, number the row.
  private func row(of tokens: Slice<UnsafeBufferPointer<Int32>>) -> Int32 {
    var hash: UInt64 = 0
    for token in tokens { hash = (hash ^ UInt64(UInt32(bitPattern: token) &+ 1)) &* 0x9E37_79B9_7F4A_7C15 }
    hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    return Int32(truncatingIfNeeded: hash >> UInt64(64 - form.rowBits))
  }
}
