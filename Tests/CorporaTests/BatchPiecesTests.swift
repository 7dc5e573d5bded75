import Testing

@testable import Corpora

struct BatchPiecesTests {
  /// A batch whose windows lie one after another.
  private func batch(_ batchSize: Int, _ length: Int) -> Batch {
    let tokens = (0...Int32(batchSize * length)).map { $0 }
    var batch = Batch(batchSize: batchSize, length: length)
    for row in 0..<batchSize { batch.setRow(row, toWindowAt: row * length, of: tokens[...]) }
    return batch
  }

  @Test func piecesCoverTheBatchInOrderAndTheirSharesAddUpToOne() {
    for batchSize in [1, 2, 3, 7, 33] {
      for length in [1, 5, 16] {
        let whole = batch(batchSize, length)
        for tokens in [1, 4, 5, 16, 31, 100, 1000] {
          let pieces = whole.pieces(ofTokens: tokens)
          #expect(pieces.flatMap(\.batch.inputs) == whole.inputs)
          #expect(pieces.flatMap(\.batch.targets) == whole.targets)
          #expect(abs(pieces.reduce(0) { $0 + $1.share } - 1) < 1e-6)
          for piece in pieces {
            #expect(piece.batch.length == length)
            #expect(piece.batch.inputs.count == piece.batch.batchSize * length)
            #expect(piece.share == Float(piece.batch.batchSize) / Float(batchSize))
          }
        }
      }
    }
  }

  @Test func piecesHoldAsManyWindowsAsTheirTokensAllowButOneAtLeast() {
    func sizes(_ tokens: Int) -> [Int] { batch(7, 5).pieces(ofTokens: tokens).map(\.batch.batchSize) }
    #expect(sizes(0) == [1, 1, 1, 1, 1, 1, 1])
    #expect(sizes(4) == [1, 1, 1, 1, 1, 1, 1])
    #expect(sizes(9) == [1, 1, 1, 1, 1, 1, 1])
    #expect(sizes(10) == [2, 2, 2, 1])
    #expect(sizes(34) == [6, 1])
    #expect(sizes(35) == [7])
  }

  @Test func aBatchThatFitsIsItsOwnOnlyPiece() {
    let whole = batch(3, 5), pieces = whole.pieces(ofTokens: 15)
    #expect(pieces.count == 1 && pieces[0].batch == whole && pieces[0].share == 1)
  }
}
