import Foundation
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct BarChartTests {
  private func widths(_ svg: String) -> [Double] {
    svg.split(separator: "\n").filter { $0.hasPrefix("<rect") }.dropFirst().compactMap { line in
      line.components(separatedBy: "width=\"").dropFirst().first?.split(separator: "\"").first.flatMap { Double($0) }
    }
  }

  @Test func barsHaveOneScaleAcrossPanels() {
    let chart = BarChart(
      title: "heaviest",
      panels: [
        .init(title: "warm", bars: [("sun", 2), ("sea", 1)]), .init(title: "cold", bars: [("rain", 4), ("fog", 0)]),
      ])
    let widths = widths(chart.svg())
    #expect(widths.count == 4)
    #expect(abs(widths[0] - widths[2] / 2) < 0.11 && abs(widths[1] - widths[2] / 4) < 0.11 && widths[3] == 0)
    for words in ["heaviest", "warm", "cold", "sun", "rain", "4.00"] { #expect(chart.svg().contains(words)) }
  }

  @Test func namesAreEscapedAndTruncatedToFit() {
    let long = String(repeating: "length", count: 20)
    let chart = BarChart(title: "a < b", panels: [.init(title: "\"quotes\" & more", bars: [(long, 1), ("<&>", 0.5)])])
    let svg = chart.svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    let names = svg.components(separatedBy: "…<").dropLast().compactMap { $0.split(separator: ">").last }
    #expect(names.count == 1 && names.allSatisfy { long.hasPrefix($0) && !$0.isEmpty && $0.count < 40 })
    #expect(!svg.contains(long))
  }

  @Test func aNameOfSeveralWordsFits() {
    let chart = BarChart(title: "t", panels: [.init(title: "p", bars: [("modern with counts", 2), ("a", 1)])])
    #expect(chart.svg().contains(">modern with counts<") && widths(chart.svg())[0] == 186)
  }

  @Test func aMarkIsALabeledLineOnTheScaleOfTheBars() {
    var chart = BarChart(title: "t", panels: [.init(title: "p", bars: [("a", 2), ("b", 1)])])
    let before = chart.svg()
    #expect(!before.contains("<line"))
    chart.mark = ("floor", 0.5)
    let svg = chart.svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse() && svg.contains("floor 0.500"))
    func number(_ name: String, _ element: Substring?) -> Double {
      Double(element?.components(separatedBy: " \(name)=\"").dropFirst().first?.split(separator: "\"").first ?? "")
        ?? .nan
    }
    let lines = svg.split(separator: "\n"), bars = lines.filter { $0.hasPrefix("<rect") }.dropFirst()
    let line = lines.first { $0.hasPrefix("<line") }
    #expect(abs(number("x1", line) - number("x", bars.first) - number("width", bars.first) / 4) < 0.11)
    #expect(number("x1", line) == number("x2", line))
    // A mark beyond all bars determines the scale.
    chart.mark = ("far", 4)
    #expect(abs(widths(chart.svg())[0] - widths(before)[0] / 2) < 0.11)
  }

  @Test func detailsStandBesideTheirBarsAndWidenTheChart() {
    func width(_ chart: BarChart) -> Double {
      chart.svg().components(separatedBy: " width=\"").dropFirst().first?.split(separator: "\"").first
        .flatMap { Double($0) } ?? 0
    }
    var chart = BarChart(title: "t", panels: [.init(title: "p", bars: [("a", 2), ("b", 1)])])
    let narrow = width(chart)
    chart.panels[0].details = ["twelve <tasks>", "one"]
    #expect(chart.svg().contains("twelve &lt;tasks&gt;") && chart.svg().contains(">one<"))
    #expect(width(chart) > narrow + 80)
    // At the same height as the bar's own label.
    func height(_ words: String) -> Substring? {
      let line = chart.svg().split(separator: "\n").first { $0.contains(">\(words)<") }
      return line?.firstMatch(of: /y="([0-9.]+)"/)?.1
    }
    #expect(height("one") != nil && height("one") == height("b") && height("twelve &lt;tasks&gt;") == height("a"))
  }

  @Test func aChartWithNothingToDrawIsStillAValidPicture() {
    for chart in [
      BarChart(title: ""), BarChart(title: "x", panels: [.init(title: "none", bars: [])]),
      BarChart(title: "x", panels: [.init(title: "odd", bars: [("a", .nan), ("b", 0), ("c", .infinity)])]),
    ] {
      #expect(XMLParser(data: Data(chart.svg().utf8)).parse() && !chart.svg().contains("\"nan\""))
      #expect(widths(chart.svg()).allSatisfy { $0 == 0 })
    }
  }
}
