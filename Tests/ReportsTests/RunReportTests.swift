import Foundation
import TestSupport
import Testing
import Training

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Texts that would do something if they were not escaped.
private let hostile = "<script>document.title = 'taken'</script></script><!-- & \" ' \u{0}"

/// A report with everything in it.
private func report(lines: Int = 300, samples: Int = 3) -> RunReport {
  let run = (0...lines).map { step in
    let fall = 3 * exp(-Double(step) / 50), noise = Double((step * 7919) % 101) / 500
    let isEvaluation = step.isMultiple(of: max(1, lines / 200))
    return metrics(step, training: 1 + fall + noise, validation: isEvaluation ? 1.2 + fall : nil)
  }
  var losses = PageChart("loss", title: "Loss", unit: "nats per character")
  losses.add("training", .faint, run) { $0.trainLoss.map(Double.init) }
  losses.add("validation", .validation, run) { $0.validationLoss }
  losses.mark("floor", at: 1.04)
  var rates = PageChart("learning-rate", title: hostile, unit: hostile, isSmall: true)
  rates.add(hostile, .run(3), run) { $0.learningRate }
  var report = RunReport(title: hostile)
  report.summary = hostile
  report.facts = [("text", hostile)]
  report.remarks = [hostile]
  report.charts = [losses, rates]
  report.model = ModelDrawing([("blocks.0.\(hostile)", [3, 2]), ("blocks.1.\(hostile)", [3, 2])])
  report.samples = (0..<samples).map { .init(name: "step \($0)", text: "sample \($0) \(hostile)") }
  var table = ReportTable(["model", "bits"])
  table.rows = [.init([hostile, "1"], share: 0.5, remark: hostile)]
  report.tables = [(hostile, table)]
  report.commands = [(hostile, hostile)]
  report.settings = hostile
  return report
}

/// What a user's hand would do, and what is then on the page, as lines of the body's end.
private let hand = """
  const say = (words) => document.body.append(words + "\\n");
  const loss = document.querySelector("figure[data-chart=loss]"), svg = loss.querySelector(":scope > svg");
  const press = (key) => svg.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  const labels = () => [...svg.querySelectorAll(".axes text")].map((text) => text.textContent);
  const read = () => loss.querySelector(".readout").textContent;
  const tool = (words) => [...document.querySelectorAll("#chart-tools button")].find((b) => b.textContent === words);
  say("charts: " + document.querySelectorAll("figure.chart > svg").length);
  say("axis: " + labels().at(-1));
  press("End"); say("at end: " + read());
  press("ArrowLeft"); say("before: " + read());
  press("+"); say("zoomed: " + labels().includes("0") + " " + !tool("whole run").disabled);
  press("0"); say("whole: " + labels().includes("0") + " " + tool("whole run").disabled);
  tool("tokens").click(); say("axis: " + labels().at(-1) + " " + tool("tokens").getAttribute("aria-pressed"));
  tool("time").click(); say("axis: " + labels().at(-1));
  const before = svg.querySelector("path").getAttribute("d");
  tool("logarithmic").click(); say("logarithmic: " + (svg.querySelector("path").getAttribute("d") !== before));
  const box = svg.getBoundingClientRect();
  const drag = (name, x) => svg.dispatchEvent(new PointerEvent(name, {
    clientX: box.left + x, clientY: box.top + 50, pointerType: "mouse", button: 0, pointerId: 1, bubbles: true}));
  svg.setPointerCapture = () => {};
  drag("pointerdown", 200); drag("pointermove", 400); drag("pointerup", 400);
  say("dragged: " + !tool("whole run").disabled);
  const legend = [...loss.querySelectorAll(".legend button")];
  say("legend: " + legend.map((b) => b.textContent).join(", "));
  legend[0].click();
  say("hidden: " + svg.querySelectorAll(".curve").length + " " + legend[0].getAttribute("aria-pressed"));
  const slider = document.getElementById("sample-slider");
  slider.value = 1; slider.dispatchEvent(new Event("input"));
  say("sample: " + document.getElementById("sample").textContent.slice(0, 8) + document.getElementById("sample-name").textContent);
  say("scripts: " + [...document.scripts].filter((s) => s.textContent.includes("taken") && s.type === "").length);
  say("title: " + document.title.startsWith("<script>"));
  """

struct RunReportTests {
  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func thePageAnswersToMouseAndKeyboard() throws {
    let view = try Browser.open(html: report().html(), script: hand)
    #expect(view.complaints == [])
    let said = view.document
    for line in [
      "charts: 2", "axis: steps", "at end: step 300 \u{B7} training", "before: step 299 \u{B7}", "zoomed: false true",
      "whole: true true", "axis: tokens true", "axis: time", "logarithmic: true", "dragged: true",
      "legend: training, validation, floor 1.04", "hidden: 1 false", "sample: sample 1step 1", "title: true",
    ] { #expect(said.contains(line), "\(line)") }
    // The test's own script is the only one with the word in it.
    #expect(said.contains("scripts: 1"))
    #expect(said.contains("<th scope=\"row\">blocks.*.&lt;script&gt;"))
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func aLongRunOpensInTwoSeconds() throws {
    let html = try report(lines: 100_000, samples: 200).html()
    #expect(html.utf8.count < 5_000_000)
    // The browser's own clock stands still while scripts run, so the time is ours, without that for an empty page. A busy
    // machine can only make it longer.
    var fastest = Double.infinity
    for _ in 0..<3 where fastest >= 2 {
      let start = ContinuousClock.now
      _ = try Browser.open(html: RunReport(title: "a").html())
      let empty = ContinuousClock.now
      let view = try Browser.open(
        html: html, script: "document.body.append('charts: ' + document.querySelectorAll('.curve path').length)")
      fastest = min(fastest, (ContinuousClock.now - empty) / .seconds(1) - (empty - start) / .seconds(1))
      #expect(view.complaints == [] && view.document.contains("charts: 3"))
    }
    #expect(fastest < 2)
  }

  @Test func thePageIsWellFormed() throws {
    // HTML has elements without an end, which XML does not know.
    let html = try report().html().replacing(/<(meta|input)([^>]*)>/) { "<\($0.1)\($0.2)/>" }
      .replacing("<!DOCTYPE html>", with: "").replacing(/<script>[^§]*?<\/script>/, with: "")
      .replacing(/<style>[^§]*?<\/style>/, with: "").replacing(/<script type[^§]*?<\/script>/, with: "")
    let parser = XMLParser(data: Data(html.utf8))
    #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
  }

  @Test func emptyPartsAreLeftOut() throws {
    let html = try RunReport(title: "a").html()
    for word in ["<h2>", "<table", "id=\"charts\"", "id=\"samples\"", "<pre"] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test func manySamplesAreSpreadEvenly() throws {
    let html = try report(samples: 1000).html()
    #expect(html.contains("max=\"249\""))
    #expect(html.contains("{\"name\":\"step 0\"") && html.contains("{\"name\":\"step 999\""))
  }
}
