import Files
import Foundation
import Layers
import Reports
import Runs
import Training

/// The page about a run of word vectors, `report.html`.
struct WordVectorReport {
  let record: WordVectorRunRecord
  /// The run folder, for the commands.
  let folder: String
  let metrics: [Metrics]
  /// The words of all epochs.
  let totalWords: Int
  /// A word that has neighbors, for a command.
  var exampleWord: String?

  /// Returns the page.
  func page(title: String, of parameters: [NamedParameter]) -> RunReport {
    var page = RunReport(title: title)
    page.summary = summary(parameters.reduce(0) { $0 + $1.parameter.count })
    page.facts = facts
    (page.axes.step, page.axes.token) = (("chunk", "chunks"), ("word", "words"))
    page.charts = [losses, .learningRates(metrics), .speeds(metrics, token: "word")]
    page.remarks = remarks
    page.model = ModelDrawing(
      parameters.map { ($0.name, $0.parameter.shape.sizes) },
      note: "One table has a vector per word, the other a vector per word that occurs nearby.")
    page.commands = commands
    page.show(settings: record)
    return page
  }

  private var measure: String { "\(record.training.lossMeasure) per pair" }
  private var epochLosses: [(step: Int, loss: Double)] {
    metrics.compactMap { line in line.epochLoss.map { (line.step, $0) } }
  }

  private func summary(_ parameters: Int) -> String {
    let words = metrics.last?.tokens ?? 0
    let state = words < totalWords ? "\(Formats.grouped(words)) of " : ""
    let trained =
      "\(Formats.count(record.vocabulary, "word vector")) with \(Formats.count(parameters, "parameter")), learned by "
      + "\(record.training.method.rawValue) from \(state)\(Formats.count(totalWords, "word")) of \(record.text.name) in "
      + "\(Formats.duration(metrics.last?.elapsed ?? 0)), \(Formats.count(record.training.epochs, "epoch"))"
    guard let loss = epochLosses.last?.loss else { return trained + "." }
    return trained + ". The loss of the last epoch is \(Formats.fixed(loss, decimals: 4)) \(measure)."
  }

  private var facts: [(name: String, value: String)] {
    [
      ("text", "\(record.text.paths.joined(separator: ", ")) (\(Formats.bytes(record.text.bytes)))"),
      (
        "vocabulary",
        "\(Formats.count(record.vocabulary, "word")) that occur \(Formats.count(record.words.minimumCount, "time")) or more"
      ),
      ("time", RunReport.time(of: metrics, token: "word")),
      ("machine", "\(record.machine ?? "not recorded"), \(Formats.count(record.threads, "thread"))"),
      ("version", record.program),
    ]
  }

  /// What the losses of the epochs say.
  private var remarks: [String] {
    let losses = epochLosses
    guard losses.count > 1 else { return [] }
    let (first, before, last) = (losses[0].loss, losses[losses.count - 2].loss, losses[losses.count - 1].loss)
    let change = Formats.significant(100 * abs(1 - last / before), digits: 2)
    return [
      "The mean loss of an epoch went from \(Formats.fixed(first, decimals: 4)) to \(Formats.fixed(last, decimals: 4)) in "
        + "\(Formats.count(losses.count, "epoch")); the last one changed it by \(change) %. Nothing is held out here: whether "
        + "the vectors are good shows in their neighbors and analogies, not in this loss."
    ]
  }

  private var losses: PageChart {
    var chart = PageChart.losses(metrics, unit: measure)
    chart.add("mean of an epoch", .run(1), metrics) { $0.epochLoss }
    return chart
  }

  private var commands: [(command: String, meaning: String)] {
    var commands = [record.repetition(of: folder, by: "word2vec", option: "config")]
    if let exampleWord {
      commands.append(
        (
          "swift run word2vec nearest \(shellQuoted(exampleWord)) --model \(shellQuoted(folder))",
          "Shows the words that are used alike:"
        ))
    }
    return commands
  }
}
