import Console
import Corpora
import Files
import Foundation
import LanguageModels
import Reports
import Training

/// The results of all models, the simplest first, as a table, a chart and JSON.
struct Ladder: Encodable, CustomStringConvertible {
  /// The files of a ladder's folder; the first distinguishes such a folder from others.
  static let fileNames = ["ladder.json", "ladder.txt", "ladder.svg", "report.html", LadderRecord.fileName]

  /// The results of one model on the text.
  struct Model: Encodable {
    let name: String
    let parameters: Int
    /// The training time alone.
    let trainingS: Double
    let bitsPerCharacter: Double
    /// The number of characters predicted.
    let characters: Int
    var percentAboveFloor: Double?
    /// Why it stands where it stands.
    let why: String
    /// A short sample of the model's text.
    let writes: String
  }

  let program = "ladder \(programVersion)"
  /// The folder of the results.
  let out: String
  let text: TextRecord
  let trainingCharacters: Int
  let validationCharacters: Int
  let distinctCharacters: Int
  let seed: Int
  let floorBitsPerCharacter: Double?
  /// Whether the floor is that of this project's grammar, and not one that the user gave.
  let isGenerated: Bool
  private(set) var models: [Model] = []
  /// The training of the models that learn in steps; the page shows it.
  private(set) var curves: [(name: String, metrics: [Metrics])] = []
  private(set) var elapsedS = 0.0
  private let start = ContinuousClock.now

  private enum CodingKeys: CodingKey {
    case program, out, text, trainingCharacters, validationCharacters, distinctCharacters, seed, floorBitsPerCharacter
    case models, elapsedS
  }

  init(out: String, _ text: LadderText, floor: Double?, seed: Int) {
    self.out = out
    self.text = text.record
    trainingCharacters = text.heldOutStart
    validationCharacters = text.tokens.count - text.heldOutStart
    distinctCharacters = text.tokenizer.vocabularySize
    floorBitsPerCharacter = floor ?? text.grammarFloor
    isGenerated = floor == nil && text.isGenerated
    self.seed = seed
  }

  /// Adds a model, with the lines of metrics of its training.
  mutating func append(_ model: Model, _ metrics: [Metrics]) {
    var model = model
    if !metrics.isEmpty { curves.append((model.name, metrics)) }
    model.percentAboveFloor = floorBitsPerCharacter.map { percentAbove(floor: $0, model.bitsPerCharacter) }
    models.append(model)
    elapsedS = (ContinuousClock.now - start) / .seconds(1)
  }

  /// Writes the files with the results so far. The first time, they and the record of the options replace those of
  /// an earlier ladder as a whole.
  func write(_ record: LadderRecord) throws {
    if models.count == 1 {
      try replaceFiles(Self.fileNames, in: out) { place in
        try writeFile(json: record, to: (place as NSString).appendingPathComponent(LadderRecord.fileName))
        try write(to: place, record)
      }
    } else {
      try write(to: out, record)
    }
  }

  private func write(to place: String, _ record: LadderRecord) throws {
    func path(_ name: String) -> String { (place as NSString).appendingPathComponent(name) }
    try writeFile(json: self, to: path("ladder.json"))
    try writeFile("\(self)\n", to: path("ladder.txt"))
    try writeFile(chart.svg(), to: path("ladder.svg"))
    // The training is worth more than its page: without the page's parts, there is none.
    if let page = try? report(record).html() { try writeFile(page, to: path("report.html")) }
  }

  /// The table and, below it, why each model stands where it stands, and one line of its text.
  var description: String {
    let hasFloor = floorBitsPerCharacter != nil
    var table = TextTable(
      [.left("model"), .right("parameters"), .right("trained in"), .right("bits per character")]
        + (hasFloor ? [.right("above the floor")] : []))
    for model in models {
      table.append(
        [
          model.name, Formats.grouped(model.parameters), Formats.duration(model.trainingS),
          Formats.fixed(model.bitsPerCharacter, decimals: 4),
        ] + (model.percentAboveFloor.map { [Formats.fixed($0, decimals: 1) + " %"] } ?? []))
    }
    if let floorBitsPerCharacter {
      table.total = ["floor", "", "", Formats.fixed(floorBitsPerCharacter, decimals: 4), ""]
    }
    // Every space counts here, so nothing is wrapped.
    let width = models.map(\.name.count).max() ?? 0
    let lines = models.map {
      "  " + $0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + quoted($0.writes)
    }
    let floorNote = Explanation.floor(of: self).map { [("floor", $0)] } ?? []
    return """
      \(table)

      why each model stands where it stands:
      \(columns(models.map { ($0.name, $0.why) } + floorNote, width: 100))

      what each model writes:
      \(lines.joined(separator: "\n"))
      """
  }

  /// The bar chart of the bits per character.
  var chart: BarChart {
    let name = text.path.split(separator: "/").last.map(String.init) ?? ""
    let details = models.map { model in
      "\(Formats.grouped(model.parameters)) parameters, \(Formats.duration(model.trainingS))"
    }
    var chart = BarChart(
      title: "\(name): from counting to a GPT",
      panels: [
        .init(
          title:
            "bits per character on the last \(Formats.count(validationCharacters, "character")): shorter is better",
          bars: models.map { ($0.name, $0.bitsPerCharacter) }, details: details)
      ])
    chart.mark = floorBitsPerCharacter.map { ("floor", $0) }
    return chart
  }
}
