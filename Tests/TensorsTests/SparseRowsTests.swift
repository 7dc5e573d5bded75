import Tensors
import Testing

struct SparseRowsTests {
  // [[0, 2, 0], [0, 0, 0], [1, 4, 3]]
  private let x = SparseRows(columnCount: 3, starts: [0, 1, 1, 4], columns: [1, 0, 1, 2], values: [2, 1, 4, 3])

  @Test func rowsHoldTheStoredValues() {
    #expect(x.rowCount == 3 && x.columnCount == 3 && x.storedCount == 4)
    #expect(Array(x.row(0).columns) == [1] && Array(x.row(0).values) == [2])
    #expect(x.row(1).columns.isEmpty)
    #expect(Array(x.row(2).values) == [1, 4, 3])
  }

  @Test func theTransposeHasTheColumnsAsRowsInRowOrder() {
    let y = x.transposed
    #expect(y.starts == [0, 1, 3, 4] && y.columns == [2, 0, 2, 2] && y.values == [1, 2, 4, 3])
    #expect(y.columnCount == 3 && y.transposed.starts == x.starts && y.transposed.values == x.values)
  }

  @Test(arguments: Contradiction.allCases) func contradictoryPartsStopTheProgram(_ fault: Contradiction) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [fault] in
      fault.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: SparseRows: \(fault.message)\n"), "\(text.prefix(300))")
  }

  @Test func emptyRowsAndSingleColumnsAreAccepted() {
    let empty = SparseRows(columnCount: 0, starts: [0, 0, 0], columns: [], values: [])
    #expect(empty.rowCount == 2 && empty.transposed.rowCount == 0)
    let same = SparseRows(columnCount: 1, starts: [0, 1, 2], columns: [0, 0], values: [1, 2])
    #expect(same.transposed.columns == [0, 1])
  }
}

enum Contradiction: String, CaseIterable, Codable, Sendable {
  case count, order, column, negativeColumn, falling, doubled

  var message: String {
    switch self {
    case .count: "1 columns, 1 values, rows that end at 2"
    case .order: "a row ends before it begins"
    case .column: "row 1: column 3 is outside 0 ..< 3"
    case .negativeColumn: "row 0: column -1 is outside 0 ..< 3"
    case .falling: "row 1: column 1 comes after column 2"
    case .doubled: "row 2: column 2 comes after column 2"
    }
  }

  func make() {
    switch self {
    case .count: _ = SparseRows(columnCount: 3, starts: [0, 2], columns: [0], values: [1])
    case .order: _ = SparseRows(columnCount: 3, starts: [0, 2, 1, 2], columns: [0, 1], values: [1, 1])
    case .column: _ = SparseRows(columnCount: 3, starts: [0, 1, 2], columns: [0, 3], values: [1, 1])
    case .negativeColumn: _ = SparseRows(columnCount: 3, starts: [0, 1], columns: [-1], values: [1])
    case .falling: _ = SparseRows(columnCount: 3, starts: [0, 1, 3], columns: [2, 2, 1], values: [1, 1, 1])
    case .doubled: _ = SparseRows(columnCount: 3, starts: [0, 1, 1, 3], columns: [2, 2, 2], values: [1, 1, 1])
    }
  }
}
