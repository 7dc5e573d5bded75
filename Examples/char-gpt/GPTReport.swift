import Corpora
import Files
import Foundation
import LanguageModels
import Layers
import Reports
import Runs
import Training
import Transformers

/// The page about a run of the GPT, `report.html`.
struct GPTReport {
  let record: GPTRunRecord
  /// The run folder, for the commands.
  let folder: String
  let metrics: [Metrics]
  /// What a token of the text is called.
  let unit: String
  /// The loss in nats per token that no model can go below, if it is known.
  var floor: Double?
  /// The loss in nats per token of an n-gram model on the same text, and its order, if it was counted.
  var ngram: (order: Int, loss: Double)?
  var samples: [RunSample] = []

  init(_ record: GPTRunRecord, folder: String, _ metrics: [Metrics], unit: String) {
    (self.record, self.folder, self.metrics, self.unit) = (record, folder, metrics, unit)
  }

  /// The evaluation with the lowest loss.
  private var best: (step: Int, loss: Double)? {
    metrics.compactMap { line in line.validationLoss.map { (line.step, $0) } }.filter(\.1.isFinite)
      .min { $0.1 < $1.1 }
  }

  /// Returns the page.
  func page(of parameters: [NamedParameter]) -> RunReport {
    let count = parameters.reduce(0) { $0 + $1.parameter.count }
    var page = RunReport(title: record.title(parameters: count))
    page.summary = summary(parameters: count)
    page.facts = facts
    page.axes.token = (unit, unit + "s")
    page.charts = [losses, gradientNorms, .learningRates(metrics), .speeds(metrics, token: unit)]
    page.remarks = OverfittingGap(metrics, unit: unit).sentences + comparisons
    page.model = ModelDrawing(
      parameters.map { ($0.name, $0.parameter.shape.sizes) }, meanings: Self.meanings,
      note: record.model.isTied ? "The output layer reuses the table of tokens, so it is counted once." : "")
    page.samples = samples.map { .init(name: "step \(Formats.grouped($0.step))", text: $0.text) }
    page.commands = commands
    page.show(settings: record)
    return page
  }

  // MARK: Words

  private func summary(parameters: Int) -> String {
    let done = metrics.last?.step ?? 0
    let state =
      done < record.training.steps
      ? "\(Formats.grouped(done)) of \(Formats.count(record.training.steps, "step")) so far"
      : Formats.count(done, "step")
    let trained =
      "A GPT with \(Formats.count(parameters, "parameter")), trained on \(record.text.name) for \(state) in "
      + "\(Formats.duration(metrics.last?.elapsed ?? 0))"
    guard let best else { return trained + "." }
    let bits = Formats.fixed(best.loss / log(2), decimals: 4)
    return trained + ". Its best validation loss is \(Formats.fixed(best.loss, decimals: 4)) nats per \(unit), "
      + "\(bits) bits, at step \(Formats.grouped(best.step))."
  }

  private var facts: [(name: String, value: String)] {
    let (model, training) = (record.model, record.training)
    let tokens = metrics.last?.tokens ?? 0
    let held = record.validation > 0 ? "\(short(100 * record.validation)) % at its end held out" : "nothing held out"
    let text = "\(record.text.paths.joined(separator: ", ")) (\(Formats.bytes(record.text.bytes)), \(held))"
    return [
      ("text", text),
      (
        "tokens",
        "\(Formats.grouped(model.vocabularySize)) distinct \(unit)s" + (record.tokenizer.map { " of \($0)" } ?? "")
      ),
      (
        "model",
        "\(Formats.count(model.layerCount, "layer")), \(Formats.count(model.headCount, "head")), width \(model.width), "
          + "context \(Formats.grouped(model.contextLength))"
      ),
      (
        "training",
        "\(Formats.count(tokens, unit)) in batches of \(record.batchSize) windows\(accumulation); "
          + "\(training.optimizer.rawValue), learning rate "
          + "\(short(training.learningRate)) to \(short(training.minimumLearningRate)), \(training.decay.rawValue), "
          + "warmup \(Formats.grouped(training.warmup))"
      ),
      ("time", RunReport.time(of: metrics, token: unit)),
      ("machine", "\(record.machine ?? "not recorded"), \(Formats.count(record.threads, "thread"))"),
      ("version", "\(record.program), seed \(record.seed)"),
    ]
  }

  /// How many batches an update takes, if there are several.
  private var accumulation: String {
    let count = record.training.accumulation
    return count > 1 ? ", \(Formats.grouped(count)) batches per update" : ""
  }

  private func short(_ value: Double) -> String {
    value == 0 ? "0" : String(format: "%g", value)
  }

  /// How far the best loss is from what it is compared with.
  private var comparisons: [String] {
    guard let best else { return [] }
    var sentences: [String] = []
    if let floor, floor.isFinite {
      let percent = percentAbove(floor: floor, best.loss), size = Formats.fixed(abs(percent), decimals: 1)
      sentences.append(
        "The floor is the loss that no model can go below: \(Formats.fixed(floor, decimals: 4)) nats per \(unit). The "
          + "best loss is \(size) % \(percent < 0 ? "below the given one" : "above it").")
    }
    if let ngram {
      let percent = 100 * (1 - best.loss / ngram.loss), size = Formats.fixed(abs(percent), decimals: 1)
      sentences.append(
        "Counts of \(Formats.count(ngram.order, unit)) at a time, the \(ngram.order)-gram, reach "
          + "\(Formats.fixed(ngram.loss, decimals: 4)) nats per \(unit): the GPT's loss is \(size) % "
          + "\(percent < 0 ? "higher" : "lower").")
    }
    return sentences
  }

  // MARK: Charts

  private var losses: PageChart {
    var chart = PageChart.losses(metrics, unit: "nats per \(unit)")
    chart.add("validation", .validation, metrics) { $0.validationLoss }
    chart.mark("floor", at: floor)
    if let ngram { chart.mark("\(ngram.order)-gram", at: ngram.loss) }
    return chart
  }

  private var gradientNorms: PageChart {
    var chart = PageChart("gradient-norm", title: "Gradient norm", unit: "before clipping", isSmall: true)
    chart.add("gradient norm", .training, metrics) { $0.step == 0 ? nil : $0.gradientNorm }
    if record.training.clip > 0 { chart.mark("clipped at", at: record.training.clip) }
    return chart
  }

  // MARK: Commands

  private var commands: [(command: String, meaning: String)] {
    [
      record.repetition(of: folder, by: "char-gpt", option: "config"),
      ("swift run char-gpt sample --model \(shellQuoted(folder))", "Lets the model write:"),
    ]
  }

  /// What the parts of the model do.
  private static let meanings = [
    "token": "looks up a vector for each token", "position": "adds a vector for each position",
    "memory": "looks up a vector for the last few tokens together", "values": "gives attention each token's own vector",
    "blocks": "one after the other, each adds to the vectors what it has found",
    "blocks.norm1": "brings the vectors to one scale", "blocks.norm2": "brings the vectors to one scale",
    "blocks.mix": "how much of the input comes in again",
    "blocks.attention": "fetches from earlier positions", "blocks.mlp": "computes at each position by itself",
    "norm": "brings the vectors to one scale", "head": "gives each token that can come next a logit",
  ]
}

extension GPTRunRecord {
  /// The heading of the run's pictures and pages.
  func title(parameters: Int) -> String {
    let name = text.path == standardInput ? text.name : "\(text.path.split(separator: "/").last ?? "")"
    return "\(name): \(Formats.grouped(parameters)) parameters"
  }
}
