import Foundation
import Reports
import Training

/// Several runs side by side: in a table, a picture or a page.
struct RunComparison {
  let runs: [ListedRun]
  /// The names of the runs, which are paths if two folders have the same name.
  let names: [String]

  init(_ runs: [ListedRun]) {
    self.runs = runs
    let short = runs.map(\.name)
    names = Set(short).count == short.count ? short : runs.map(\.folder)
  }

  /// Losses of tokenizers of their own count different tokens.
  var unit: String { runs.allSatisfy { $0.record.tokenizer == nil } ? "character" : "token" }

  /// The settings that differ, by name, then the results; a value per run.
  private var rows: [(name: String, values: [String])] {
    let settings = runs.map(\.settings), figures = runs.map(\.figures)
    let differing = Set(settings.flatMap(\.keys)).sorted().map { name in (name, settings.map { $0[name] ?? "" }) }
      .filter { Set($0.1).count > 1 }
    return differing + [
      ("parameters", figures.map { Formats.grouped($0.parameters) }),
      ("steps done", figures.map { Formats.grouped($0.step ?? 0) }),
      ("best at step", figures.map { $0.bestStep.map(Formats.grouped) ?? "" }),
      ("nats per \(unit)", figures.map { $0.validationLoss.map { Formats.fixed($0, decimals: 4) } ?? "" }),
      ("time", figures.map { $0.elapsedS.map(Formats.duration) ?? "" }),
    ]
  }

  /// The table for a terminal, with one run per column.
  var textTable: TextTable {
    var table = TextTable([.left("")] + names.map { .right($0) })
    for row in rows { table.append([row.name] + row.values) }
    return table
  }

  /// The losses in one picture.
  var picture: String {
    var comparison = LossComparison(title: "\(Formats.count(runs.count, "run")) of char-gpt")
    comparison.unit = unit
    for (run, name) in zip(runs, names) { comparison.add(name, metrics: run.metrics) }
    return comparison.svg()
  }

  /// The page with curves and the table.
  var page: RunReport {
    var page = RunReport(title: "\(Formats.count(runs.count, "run")) of char-gpt")
    page.summary = summary
    page.axes.token = (unit, unit + "s")
    var table = ReportTable([""] + names)
    table.rows = rows.map { .init([$0.name] + $0.values) }
    page.tables = [("What differs, and what came of it", table)]
    page.charts = [
      chart("validation", "Validation loss", "nats per \(unit)") { $0.validationLoss },
      chart("training", "Training loss", "nats per \(unit), smoothed", isSmooth: true) {
        $0.trainLoss.map(Double.init)
      },
      chart("gradient-norm", "Gradient norm", "before clipping", isSmall: true) {
        $0.step == 0 ? nil : $0.gradientNorm
      },
      chart("learning-rate", "Learning rate", "", isSmall: true) { $0.learningRate },
      chart("speed", "Throughput", "\(unit)s per second", isSmall: true) { $0.step == 0 ? nil : $0.tokensPerSecond },
    ]
    return page
  }

  private func chart(
    _ name: String, _ title: String, _ unit: String, isSmall: Bool = false, isSmooth: Bool = false,
    value: (Metrics) -> Double?
  ) -> PageChart {
    var chart = PageChart(name, title: title, unit: unit, isSmall: isSmall)
    for (i, run) in runs.enumerated() {
      let span = isSmooth ? max(3, Double(run.metrics.count) / 150) : nil
      chart.add(names[i], .run(i), run.metrics, span: span, value: value)
    }
    return chart
  }

  /// Which run is the best, and how far it is from the next one.
  var summary: String {
    let texts = Set(runs.map(\.record.text.fingerprint))
    guard texts.count == 1, Set(runs.map(\.record.tokenizer)).count == 1,
      Set(runs.map(\.record.validation)).count == 1, Set(runs.map(\.record.evaluateBatches)).count == 1,
      Set(runs.map(\.record.evaluateStride)).count == 1
    else { return "These runs do not predict the same tokens of the same text, so their losses cannot be compared." }
    let ranked = zip(names, runs).compactMap { name, run in run.figures.validationLoss.map { (name: name, loss: $0) } }
      .sorted { $0.loss < $1.loss }
    guard ranked.count > 1 else { return "Fewer than two of these runs have a validation loss." }
    let percent = Formats.significant(100 * (ranked[1].loss / ranked[0].loss - 1), digits: 2)
    return
      "\(ranked[0].name) has the lowest validation loss, \(Formats.fixed(ranked[0].loss, decimals: 4)) nats per \(unit). "
      + "That of \(ranked[1].name), the next one, is \(percent) % higher."
  }
}
