import Console
import Files
import Kernels
import Reports
import Transformers

/// What the training of published models took: the published figures, and what the formulas make of them.
struct FamilyCosts {
  private let family: ModelFamily
  private let rows: [Row]

  /// The figures of a model.
  private struct Row: Encodable {
    let name: String
    let parameters: Int
    let tokens: Double
    let operationsByRule: Double
    let operationsCounted: Double
    let processor: String
    let processorHours: Double
    let tflopsEach: Double
    let percentOfPeak: Double
    let watts: Double
    let megawattHours: Double
    /// The emissions that follow from hours and watts, and the published ones.
    let tonnesCo2: Double
    let publishedTonnesCo2: Double
    /// The years that the same operations take at the peak of this machine.
    let yearsHere: Double
  }

  /// The answer with `--json`.
  private struct Answer: Encodable {
    let family: ModelFamily
    let source: String
    let models: [Row]
  }

  /// Works out the costs of a family.
  ///
  /// - Throws: `Problem` of kind `usage` if its authors did not publish what its training took.
  init(_ family: ModelFamily, _ footprint: Footprint) throws {
    self.family = family
    let peak = peakSpeed(threads: Threads.count)
    rows = family.models.compactMap { model in
      guard let training = model.training, let counted = model.trainingOperations else { return nil }
      let speed = training.speed(operations: counted)
      return Row(
        name: model.name, parameters: model.totals.unique, tokens: training.tokens,
        operationsByRule: 6 * Double(model.totals.unique) * training.tokens, operationsCounted: counted,
        processor: training.processor.name, processorHours: training.processorHours, tflopsEach: speed * 1e-12,
        percentOfPeak: 100 * speed / training.processor.peak, watts: training.watts,
        megawattHours: training.energy * 1e-6, tonnesCo2: footprint.grams(wattHours: training.energy) * 1e-6,
        publishedTonnesCo2: training.tonnes, yearsHere: counted / peak / (365.25 * 86_400))
    }
    guard !rows.isEmpty else {
      let known = ModelFamily.allCases.filter { $0.models.contains { $0.training != nil } }.map(\.rawValue)
      throw Problem(
        .usage, "the hours and the emissions of \(family.title)'s training are not published",
        suggestion: "They are for --family \(known.joined(separator: ", ")).")
    }
  }

  private var source: String { family.models.compactMap { $0.training?.source }.first ?? "" }

  /// Prints the costs.
  func write(json: Bool) throws {
    if json { return try printJSON(Answer(family: family, source: source, models: rows)) }
    var table = TextTable([
      .left(family.title), .right("tokens"), .right("6 N D"), .right("FLOP counted"), .right("hours"),
      .right("TFLOP/s each"), .right("of peak"), .right("energy"), .right("CO2"), .right("published"),
      .right("on this machine"),
    ])
    for row in rows {
      table.append([
        row.name, Formats.significant(row.tokens * 1e-12, digits: 3) + "T",
        Formats.significant(row.operationsByRule, digits: 3), Formats.significant(row.operationsCounted, digits: 3),
        Formats.grouped(Int(row.processorHours)), Formats.fixed(row.tflopsEach, decimals: 0),
        Formats.fixed(row.percentOfPeak, decimals: 0) + " %", CostFormats.energy(row.megawattHours * 1e6),
        CostFormats.mass(row.tonnesCo2 * 1e6), CostFormats.mass(row.publishedTonnesCo2 * 1e6),
        CostFormats.duration(row.yearsHere * 365.25 * 86_400),
      ])
    }
    try Terminal.write(
      """
      \(table)
      hours: of all processors (\(rows[0].processor)) together, as published. of peak: of their data sheet's speed.
      energy: hours x \(figure(rows[0].watts)) W x \(KnownTraining.overhead), for the data center. CO2: energy x --grams-per-kwh.
      on this machine: the counted operations at its measured peak. Published figures: \(source).

      """)
  }
}
