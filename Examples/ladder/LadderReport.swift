import Files
import Foundation
import Reports
import Training

extension Ladder {
  /// The page about the ladder, `report.html`.
  ///
  /// - Parameter record: the options.
  func report(_ record: LadderRecord) -> RunReport {
    var page = RunReport(title: "\(text.path.split(separator: "/").last ?? ""): from counting to a GPT")
    page.summary = summary
    page.facts = facts
    page.axes.token = ("character", "characters")
    page.charts = [losses]
    page.tables = [("The models", table)]
    page.remarks = [
      "Models that count need no steps and have no curve. The losses here are those of training batches; the table has the "
        + "results on text that no model has seen."
    ]
    page.tables += [("What each model writes", samples)]
    let config = shellQuoted((out as NSString).appendingPathComponent(LadderRecord.fileName))
    page.commands = [("swift run ladder run --config \(config)", "Repeats the ladder, to the last bit of each model:")]
    page.show(settings: record)
    return page
  }

  private var summary: String {
    guard let first = models.first, let best = models.min(by: { $0.bitsPerCharacter < $1.bitsPerCharacter }) else {
      return ""
    }
    let figures =
      "\(Formats.count(models.count, "model")) of the same text. The best one so far, the \(best.name), needs "
      + "\(Formats.fixed(best.bitsPerCharacter, decimals: 3)) bits per character; the \(first.name) needs "
      + Formats.fixed(first.bitsPerCharacter, decimals: 3)
    let floor = floorBitsPerCharacter.map { " The floor is \(Formats.fixed($0, decimals: 3)) bits." } ?? ""
    return figures + "." + floor
  }

  private var facts: [(name: String, value: String)] {
    [
      ("text", "\(text.paths.joined(separator: ", ")) (\(Formats.bytes(text.bytes)))"),
      (
        "split",
        "\(Formats.count(trainingCharacters, "character")) for training, \(Formats.grouped(validationCharacters)) for "
          + "validation, \(distinctCharacters) distinct"
      ),
      ("time", Formats.duration(elapsedS)),
      ("machine", machineName()),
      ("version", "\(program), seed \(seed)"),
    ]
  }

  /// A row per model with a bar, and below it why the model stands where it stands.
  private var table: ReportTable {
    let hasFloor = floorBitsPerCharacter != nil
    var table = ReportTable(
      ["model", "parameters", "trained in", "bits per character"] + (hasFloor ? ["above the floor"] : []))
    let longest = models.map(\.bitsPerCharacter).max() ?? 1
    for model in models {
      let above = model.percentAboveFloor.map { [Formats.fixed($0, decimals: 1) + " %"] } ?? []
      table.rows.append(
        .init(
          [
            model.name, Formats.grouped(model.parameters), Formats.duration(model.trainingS),
            Formats.fixed(model.bitsPerCharacter, decimals: 4),
          ] + above, share: model.bitsPerCharacter / longest, remark: model.why))
    }
    if let floorBitsPerCharacter {
      table.total = ["floor", "", "", Formats.fixed(floorBitsPerCharacter, decimals: 4), ""]
    }
    return table
  }

  private var samples: ReportTable {
    var table = ReportTable(["model", "60 characters"], wordColumns: 2)
    table.rows = models.map { .init([$0.name, $0.writes.split(whereSeparator: \.isNewline).joined(separator: " ")]) }
    return table
  }

  /// The training losses in bits, smoothed, of the models that learn in steps.
  private var losses: PageChart {
    var chart = PageChart("loss", title: "Training loss", unit: "bits per character, smoothed")
    for (i, curve) in curves.enumerated() {
      let span = max(3, Double(curve.metrics.count) / 50)
      chart.add(curve.name, .run(i), curve.metrics, span: span) { $0.trainLoss.map { Double($0) / log(2) } }
    }
    chart.mark("floor", at: floorBitsPerCharacter)
    return chart
  }
}
