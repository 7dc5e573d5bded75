import Testing
import Training

@testable import Reports

private func metrics(_ losses: [(step: Int, loss: Double)]) -> [Metrics] {
  losses.map { step, loss in
    Metrics(
      step: step, tokens: 0, trainLoss: nil, validationLoss: loss, learningRate: 0, gradientNorm: nil,
      tokensPerSecond: 0, elapsed: 0)
  }
}

@Test func aFallingLossIsDrawnFromTopLeftToBottomRight() {
  let curve = TextCurve(metrics: metrics([(0, 4), (100, 3), (200, 2)]), width: 8, height: 4).description
  let lines = curve.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.count == 5)
  #expect(lines[0].hasPrefix("4.00 ┤") && lines[3].hasPrefix("2.00 ┤") && lines[1].hasPrefix("     ┤"))
  #expect(lines[4].hasPrefix("      step 0") && lines[4].hasSuffix("200"))
  // The first line is filled at its left, the last at its right.
  #expect(lines[0].dropFirst(6).first != " " && lines[0].count < lines[3].count)
  #expect(lines[3].count == 6 + 8)
}

@Test func everyColumnHasADot() {
  let curve = TextCurve(metrics: metrics([(0, 9), (7, 1), (20, 5)]), width: 11, height: 3).description
  let rows = curve.split(separator: "\n").prefix(3).map { $0.drop { $0 != "┤" }.dropFirst().map { $0 } }
  for column in 0..<11 {
    let dots = rows.reduce(UInt32(0)) { dots, row in
      column < row.count ? dots | (row[column].unicodeScalars.first.map { $0.value } ?? 0) : dots
    }
    // The left and the right half of each cell.
    #expect(dots & 0b0100_0111 != 0 && dots & 0b1011_1000 != 0, "column \(column)")
  }
}

@Test func withoutTwoLossesThereIsNoCurve() {
  #expect(TextCurve(metrics: metrics([(0, 4)])).description.isEmpty)
  #expect(TextCurve(metrics: []).description.isEmpty)
  #expect(TextCurve(metrics: metrics([(0, .nan), (1, .infinity), (2, 1)])).description.isEmpty)
}

@Test func anEvenLossIsALine() {
  #expect(TextCurve(metrics: metrics([(0, 2), (10, 2), (20, 2)])).description.contains("2.00 ┤"))
}
