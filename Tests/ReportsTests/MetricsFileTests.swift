import Foundation
import TestSupport
import Testing
import Training

@testable import Reports

struct MetricsFileTests {
  private static let lines = [
    Metrics(
      step: 0, tokens: 0, trainLoss: nil, validationLoss: 4.25, learningRate: 0, gradientNorm: nil,
      tokensPerSecond: 0, elapsed: 0),
    Metrics(
      step: 300, tokens: 230_400, trainLoss: 2.5, validationLoss: nil, learningRate: 1e-3, gradientNorm: 0.75,
      tokensPerSecond: 2510.9, elapsed: 1.25, skippedSteps: 2, epochLoss: 3.5),
  ]

  private func file(_ kind: MetricsFile) -> Data {
    var data = kind.header(wallTime: 1_700_000_000.5)
    for (i, line) in Self.lines.enumerated() { data.append(kind.entry(line, wallTime: 1_700_000_001 + Double(i))) }
    return data
  }

  @Test func aTableHasAColumnForEachField() {
    #expect(
      String(decoding: file(.csv), as: UTF8.self) == """
        step,tokens,train_loss,validation_loss,learning_rate,gradient_norm,tokens_per_second,elapsed_s,epoch_loss,skipped_steps
        0,0,,4.25,0.0,,0,0.000,,
        300,230400,2.5,,0.001,0.75,2510,1.250,3.5,2

        """)
  }

  @Test func eventsHaveTheFiguresOfEachLine() throws {
    let records = try EventRecord.all(in: file(.tensorBoard))
    #expect(records.map(\.step) == [0, 0, 300])
    #expect(records.map(\.version) == ["brain.Event:2", nil, nil])
    #expect(records.map(\.wallTime) == [1_700_000_000.5, 1_700_000_001, 1_700_000_002])
    #expect(
      records[1].figures == [
        "loss/validation": 4.25, "training/learning_rate": 0, "training/tokens_per_second": 0, "training/tokens": 0,
      ])
    #expect(
      records[2].figures == [
        "loss/train": 2.5, "loss/epoch": 3.5, "training/learning_rate": 1e-3, "training/gradient_norm": 0.75,
        "training/tokens_per_second": 2510.9, "training/tokens": 230_400,
      ])
  }

  @Test func everyRecordHasItsChecksums() throws {
    let records = try EventRecord.all(in: file(.tensorBoard))
    for (bytes, checksum) in records.flatMap(\.checked) { #expect(CRC32C.masked(bytes) == checksum) }
    // The first record of such a file is the same in all that TensorFlow writes, but for its time.
    let start = Array(MetricsFile.tensorBoard.header(wallTime: 0).prefix(12))
    #expect(start == [24, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22])
  }

  @Test func aDamagedFileIsNoSequenceOfRecords() {
    #expect(throws: EventRecord.Damaged.self) { try EventRecord.all(in: file(.tensorBoard).dropLast()) }
  }

  @Test func tensorBoardFindsItsFilesByAPartOfTheName() {
    #expect(MetricsFile.tensorBoard.name.contains("tfevents") && MetricsFile.csv.name == "metrics.csv")
  }
}
