import Foundation
import Pages

/// A page about one run, complete in one file: what was trained, its curves, the model, samples, and how to repeat it.
///
///     var report = RunReport(title: "tales.txt: 809,856 parameters")
///     report.facts.append(("text", "tales.txt, 1.1 MB"))
///     report.charts = [losses]
///     report.samples = [.init(name: "step 250", text: "Once upon a time")]
///     try writeFile(report.html(), to: "runs/tales/report.html")
///
/// Parts that are empty are left out of the page. All texts are escaped.
public struct RunReport: Sendable {
  /// A text that the model wrote, and when.
  public struct Sample: Encodable, Sendable, Equatable {
    /// When it was written: "step 250".
    public var name: String
    /// The text.
    public var text: String

    /// Creates a sample.
    public init(name: String, text: String) { (self.name, self.text) = (name, text) }
  }

  /// The heading.
  public var title: String
  /// The sentence below the heading, which sums the run up.
  public var summary = ""
  /// What is known of the run, in a table of names and values.
  public var facts: [(name: String, value: String)] = []
  /// What the figures say, a paragraph each, below the first chart.
  public var remarks: [String] = []
  /// The charts; the first is the main one.
  public var charts: [PageChart] = []
  /// The names of the horizontal axes, and of one thing on them.
  public var axes = Axes()
  /// Tables with a heading each, such as one that compares models.
  public var tables: [(title: String, table: ReportTable)] = []
  /// The model's parameters; nil if they are not shown.
  public var model: ModelDrawing?
  /// Texts that the model wrote, in the order of training.
  public var samples: [Sample] = []
  /// The commands to go on with, and what each does.
  public var commands: [(command: String, meaning: String)] = []
  /// The settings of the run, as its `config.json` tells them.
  public var settings = ""

  /// Creates a report with a heading.
  public init(title: String) { self.title = title }

  /// Shows the record of a run as its `config.json` has it.
  public mutating func show(settings record: some Encodable) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    settings = (try? encoder.encode(record)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// What the horizontal axes of the charts count.
  public struct Axes: Encodable, Sendable {
    private struct Axis: Encodable { let name, words, singular: String }
    /// What a step of the training is.
    public var step = (one: "step", many: "steps")
    /// What the text consists of.
    public var token = (one: "token", many: "tokens")

    /// Creates axes of steps and tokens.
    public init() {}

    /// Writes all three axes.
    public func encode(to encoder: any Encoder) throws {
      try [
        Axis(name: "step", words: step.many, singular: step.one),
        Axis(name: "tokens", words: token.many, singular: token.one),
        Axis(name: "seconds", words: "time", singular: ""),
      ].encode(to: encoder)
    }
  }

  /// The data of the charts.
  private struct Charts: Encodable {
    let axes: Axes
    let charts: [PageChart]
  }

  /// Returns the page.
  ///
  /// - Throws: `Problem` of kind `software` if a part of the page is missing from the build.
  public func html() throws -> String {
    var page = Page(
      title: title, body: sections.joined(separator: "\n"), styles: ["theme.css", "curves.css", "report.css"],
      scripts: ["elements.js", "numbers.js", "chart.js", "curves.js", "samples.js"])
    let drawn = charts.filter { !$0.lines.isEmpty }
    if !drawn.isEmpty { try page.embed(Charts(axes: axes, charts: drawn), as: "charts") }
    let shown = shownSamples
    if shown.count > 1 { try page.embed(shown, as: "samples") }
    return try page.html()
  }
}

// MARK: - The body

extension RunReport {
  private var sections: [String] {
    [heading, chartSection, modelSection, sampleSection] + tables.map(section) + [commandSection]
  }

  private var heading: String {
    let rows = facts.map { "<tr>\(Markup.element("th", [("scope", "row")], words: $0))\(cell($1))</tr>" }
    let table = rows.isEmpty ? "" : "<div class=\"scroll\"><table class=\"facts\">\(rows.joined())</table></div>"
    let lead = summary.isEmpty ? "" : Markup.element("p", [("class", "lead")], words: summary)
    return "<header>" + Markup.element("h1", words: title) + lead + table + "</header>"
  }

  private func cell(_ words: String) -> String { Markup.element("td", words: words) }

  private var chartSection: String {
    let drawn = charts.filter { !$0.lines.isEmpty }
    guard !drawn.isEmpty else { return "" }
    let large = drawn.filter { !$0.isSmall }.map(figure).joined()
    let small = drawn.filter(\.isSmall).map(figure).joined()
    let hint =
      "Point at a chart, or select it and press the arrow keys, to see values. Drag across it or press + and - to zoom; "
      + "0 shows the whole run."
    return "<section>" + Markup.element("h2", words: "Curves")
      + "<div class=\"tools\" id=\"chart-tools\"></div>"
      + Markup.element("p", [("class", "quiet hint")], words: hint)
      + "<noscript><p>The curves need JavaScript; loss.svg shows the losses without it.</p></noscript>"
      + large + remarks.map { Markup.element("p", words: $0) }.joined()
      + (small.isEmpty ? "" : "<div class=\"charts\">\(small)</div>") + "</section>"
  }

  private func figure(_ chart: PageChart) -> String {
    let unit = chart.unit.isEmpty ? "" : " " + Markup.element("span", [("class", "quiet")], words: chart.unit)
    return "<figure class=\"chart\" data-chart=\"\(Markup.escaped(chart.name))\"><figcaption>"
      + Markup.escaped(chart.title) + unit + "</figcaption></figure>"
  }

  private var modelSection: String {
    guard let model else { return "" }
    return "<section>" + Markup.element("h2", words: "The model") + model.html + "</section>"
  }

  private var sampleSection: String {
    let shown = shownSamples
    guard let last = shown.last else { return "" }
    let slider =
      "<div class=\"slider\"><label for=\"sample-slider\">When</label>"
      + "<input type=\"range\" id=\"sample-slider\" min=\"0\" max=\"\(shown.count - 1)\" value=\"\(shown.count - 1)\">"
      + Markup.element("output", [("id", "sample-name"), ("for", "sample-slider")], words: last.name) + "</div>"
    let name = Markup.element("p", [("class", "quiet")], words: last.name)
    return "<section>" + Markup.element("h2", words: "What it writes") + (shown.count > 1 ? slider : name)
      // HTML drops a newline at the start of a `pre`.
      + "<pre id=\"sample\">\n\(Markup.escaped(last.text))</pre></section>"
  }

  private func section(_ title: String, _ table: ReportTable) -> String {
    "<section>" + Markup.element("h2", words: title) + table.html + "</section>"
  }

  private var commandSection: String {
    let list = commands.map {
      Markup.element("p", words: $0.meaning) + Markup.element("pre", words: $0.command)
    }
    let record =
      settings.isEmpty
      ? ""
      : "<details><summary>All settings, as config.json</summary>" + Markup.element("pre", words: settings)
        + "</details>"
    guard !list.isEmpty || !record.isEmpty else { return "" }
    return "<section>" + Markup.element("h2", words: "Again") + list.joined() + record + "</section>"
  }

  /// At most 250 samples, spread evenly, and the first 2,000 characters of each: a page stays small.
  private var shownSamples: [Sample] {
    spread(samples, count: 250).map { Sample(name: $0.name, text: String($0.text.prefix(2000))) }
  }
}
