/// A table for the terminal: words to the left of their column, numbers to the right.
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
/// Columns are measured in Unicode scalars, which is right for the scripts that are written with one scalar a column;
/// wide characters and combining marks shift what stands after them. A cell is one line.
public struct TextTable: CustomStringConvertible, Sendable {
  /// A column's heading, and the side on which its cells stand.
  public struct Column: Sendable {
    let title: String
    let isRight: Bool

    /// A column of words.
    public static func left(_ title: String) -> Column { Column(title: title, isRight: false) }
    /// A column of numbers.
    public static func right(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  private let columns: [Column]
  private var rows: [[String]] = []
  /// The last row, set off by a line; none at first.
  public var total: [String]? {
    didSet { if let total { check(total) } }
  }

  /// An empty table with these columns.
  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row: a cell a column.
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

  /// A share from 0 to 1 as a bar of `#`, so many characters wide when it is 1; nothing for what is no number.
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
    // No spaces at the line's end, where the last cells are words.
    while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
    return line
  }

  private func check(_ cells: [String]) {
    precondition(cells.count == columns.count, "TextTable: \(cells.count) cells for \(columns.count) columns")
  }
}
