import Pages

/// A table of a page, with words at the left and numbers at the right.
///
///     var table = ReportTable(["model", "bits"])
///     table.rows.append(.init(["bigram", "2.54"], share: 0.8))
///
/// The first column has the names of the rows. A row with a share has a bar of that length, from 0 to 1, in a last
/// column.
public struct ReportTable: Sendable {
  /// A row.
  public struct Row: Sendable {
    /// The cells, one per column.
    public var cells: [String]
    /// The length of the bar; nil for none.
    public var share: Double?
    /// Words across all columns in a row of their own below; empty for none.
    public var remark = ""

    /// Creates a row.
    public init(_ cells: [String], share: Double? = nil, remark: String = "") {
      (self.cells, self.share, self.remark) = (cells, share, remark)
    }
  }

  /// The headings.
  public var columns: [String]
  /// The rows.
  public var rows: [Row] = []
  /// The last row, set off by a line; empty for none.
  public var total: [String] = []
  /// The number of columns at the left that hold words; numbers are in the others.
  public var wordColumns: Int

  /// Creates a table without rows.
  public init(_ columns: [String], wordColumns: Int = 1) { (self.columns, self.wordColumns) = (columns, wordColumns) }

  /// The table as HTML.
  public var html: String {
    let hasBars = rows.contains { $0.share != nil }
    let head = columns.enumerated().map { heading($1, column: $0) }.joined() + (hasBars ? "<td></td>" : "")
    let body = rows.map { row in
      let cells = line(row.cells) + (hasBars ? "<td>\(bar(row.share))</td>" : "")
      let span = columns.count + (hasBars ? 1 : 0)
      let remark =
        row.remark.isEmpty
        ? ""
        : "<tr class=\"remark\">"
          + Markup.element("td", [("colspan", "\(span)"), ("class", "quiet")], words: row.remark) + "</tr>"
      return "<tr>\(cells)</tr>" + remark
    }
    let foot =
      total.isEmpty ? "" : "<tfoot><tr>\(line(total))\(hasBars ? "<td></td>" : "")</tr></tfoot>"
    return
      "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody>\(foot)</table></div>"
  }

  private func line(_ cells: [String]) -> String {
    cells.enumerated().map { i, words in
      i == 0 ? Markup.element("th", [("scope", "row")], words: words) : Markup.element("td", look(i), words: words)
    }.joined()
  }

  /// The heading of a column; one without a name has none.
  private func heading(_ words: String, column: Int) -> String {
    words.isEmpty ? "<td></td>" : Markup.element("th", [("scope", "col")] + look(column), words: words)
  }

  private func look(_ column: Int) -> [(String, String)] { column < wordColumns ? [] : [("class", "number")] }

  private func bar(_ share: Double?) -> String {
    guard let share, share > 0 else { return "" }
    let percent = Formats.fixed(100 * min(share, 1), decimals: 2)
    return "<span class=\"bar\" style=\"width: \(percent)%\"></span>"
  }
}
