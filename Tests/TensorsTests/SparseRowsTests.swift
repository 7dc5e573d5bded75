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

  @Test func contradictoryPartsStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = SparseRows(columnCount: 3, starts: [0, 2], columns: [0], values: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = SparseRows(columnCount: 3, starts: [0, 1], columns: [3], values: [1])
    }
  }
}
