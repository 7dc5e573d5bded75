import Training

/// A loss curve as text, for a terminal: dots of Braille characters, two across and four down in each cell.
///
///     print(TextCurve(metrics: history))
///
///     4.63 ┤⡀
///          ┤⠱⡀
///          ┤ ⠈⠢⢄⣀⡀
///     1.87 ┤     ⠈⠉⠉⠒⠒⠤⠤⠤
///           step 0      2,000
public struct TextCurve: CustomStringConvertible {
  private let points: [(step: Int, loss: Double)]
  private let width: Int
  private let height: Int

  /// Creates the curve of a run's validation losses, or of its training losses if there are fewer than two of those.
  ///
  /// - Parameters:
  ///   - width: the width of the picture in characters, without the labels.
  ///   - height: the number of lines.
  public init(metrics: [Metrics], width: Int = 48, height: Int = 6) {
    precondition(width > 0 && height > 1, "TextCurve: \(width) x \(height) characters")
    let validation = metrics.compactMap { m in m.validationLoss.map { (step: m.step, loss: $0) } }
    let training = metrics.compactMap { m in m.trainLoss.map { (step: m.step, loss: Double($0)) } }
    points = (validation.count > 2 ? validation : training).filter(\.loss.isFinite)
    (self.width, self.height) = (width, height)
  }

  /// The curve with its labels, without a newline at the end; empty if there are fewer than two losses.
  public var description: String {
    guard let first = points.first, let last = points.last, last.step > first.step else { return "" }
    let losses = points.map(\.loss)
    let (low, high) = (losses.min() ?? 0, losses.max() ?? 0)
    let (columns, rows) = (2 * width, 4 * height)
    var cells = [[UInt32]](repeating: [UInt32](repeating: 0, count: width), count: height)
    var before: Int?
    for column in 0..<columns {
      let step = Double(first.step) + Double(last.step - first.step) * Double(column) / Double(columns - 1)
      let share = high > low ? (high - loss(at: step)) / (high - low) : 1
      let row = min(rows - 1, Int(share * Double(rows - 1) + 0.5))
      // Dots between two columns of different height join into a line.
      let start = before.map { $0 == row ? row : $0 < row ? $0 + 1 : $0 - 1 } ?? row
      for r in min(start, row)...max(start, row) {
        cells[r / 4][column / 2] |= Self.dot(row: r % 4, column: column % 2)
      }
      before = row
    }
    let labels = [Formats.fixed(high, decimals: 2), Formats.fixed(low, decimals: 2)]
    let margin = labels.map(\.count).max() ?? 0
    let lines = cells.enumerated().map { i, row in
      let label = i == 0 ? labels[0] : i == height - 1 ? labels[1] : ""
      let text = String(String.UnicodeScalarView(row.compactMap { Unicode.Scalar($0 == 0 ? 0x20 : 0x2800 + $0) }))
      return String(repeating: " ", count: margin - label.count) + label + " ┤" + Self.trimmed(text)
    }
    let (left, right) = ("step \(Formats.grouped(first.step))", Formats.grouped(last.step))
    let gap = String(repeating: " ", count: max(1, width - left.count - right.count))
    return (lines + [String(repeating: " ", count: margin + 2) + left + gap + right]).joined(separator: "\n")
  }

  /// The loss at a step, on the straight line between its neighbors.
  private func loss(at step: Double) -> Double {
    guard let i = points.firstIndex(where: { Double($0.step) >= step }), i > 0 else { return points[0].loss }
    let (a, b) = (points[i - 1], points[i])
    return a.loss + (b.loss - a.loss) * (step - Double(a.step)) / Double(b.step - a.step)
  }

  /// The bit of a dot in a Braille character, as Unicode numbers them: down the left column, down the right one, and
  /// the fourth row last.
  private static func dot(row: Int, column: Int) -> UInt32 {
    row == 3 ? (column == 0 ? 0x40 : 0x80) : 1 << UInt32(row + 3 * column)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
