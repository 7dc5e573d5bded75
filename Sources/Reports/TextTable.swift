/// A table for the terminal: words are left-aligned in their columns, numbers right-aligned.
///
///     var table = TextTable([.left("parameter"), .right("count")])
///     table.append(["embedding.weight", "8,320"])
///     table.append(["norm.bias", "128"])
///     table.total = ["total", "8,448"]
///     print(table)
///
///     parameter         count
///     ----------------  -----
///     embedding.weight  8,320
///     norm.bias           128
///     ----------------  -----
///     total             8,448
///
/// Columns are measured in Unicode scalars, which is right for scripts in which each scalar takes one terminal column;
/// wide characters and combining marks shift the text after them. A cell is one line.
public struct TextTable: CustomStringConvertible, Sendable {
  /// A column's heading and alignment.
  public struct Column: Sendable {
    let title: String
    let isRight: Bool

    /// Returns a left-aligned column of words.
    public static func left(_ title: String) -> Column { Column(title: title, isRight: false) }
    /// Returns a right-aligned column of numbers.
    public static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  private let columns: [Column]
  private var rows: [[String]] = []
  /// The last row, set off by a line; nil by default.
  public var total: [String]? {
    didSet { if let total { check(total) } }
  }

  /// Creates an empty table with these columns.
  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row with one cell per column.
  public mutating func append(_ cells: [String]) {
    check(cells)
    rows.append(cells)
  }

  /// The table's lines, without a newline after the last.
  public var description: String {
    let titles = columns.map(\.title)
    let all = [titles] + rows + (total.map { [$0] } ?? [])
    let widths = columns.indices.map { column in all.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    let rule = widths.map { String(repeating: "-", count: $0) }
    let lines = [titles, rule] + rows + (total.map { [rule, $0] } ?? [])
    return lines.map { line($0, widths: widths) }.joined(separator: "\n")
  }

  /// Returns a fraction from 0 to 1 as a bar of `#`; 1 is `width` characters wide. The bar of NaN is empty.
  ///
  ///     TextTable.bar(0.25, width: 8)   // ##
  public static func bar(_ share: Double, width: Int) -> String {
    // False for NaN too.
    guard share > 0 else { return "" }
    return String(repeating: "#", count: Int((min(share, 1) * Double(width)).rounded()))
  }

  private func line(_ cells: [String], widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.unicodeScalars.count)
      line += (index > 0 ? "  " : "") + (columns[index].isRight ? padding + cell : cell + padding)
    }
    // Cells of words in the last columns would leave trailing spaces.
    while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
    return line
  }

  private func check(_ cells: [String]) {
    precondition(cells.count == columns.count, "TextTable: \(cells.count) cells for \(columns.count) columns")
  }
}
