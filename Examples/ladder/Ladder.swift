import Console
import Corpora
import Files
import Foundation
import LanguageModels
import Reports

/// The results of all models, the simplest first, as a table, a chart and JSON.
struct Ladder: Encodable, CustomStringConvertible {
  /// The files of a ladder's folder; the first distinguishes such a folder from others.
  static let fileNames = ["ladder.json", "ladder.txt", "ladder.svg"]

  /// The results of one model on the text.
  struct Model: Encodable {
    let name: String
    let parameters: Int
    /// The training time alone.
    let seconds: Double
    let bitsPerCharacter: Double
    /// The number of characters predicted.
    let characters: Int
    var percentAboveFloor: Double?
    /// A short sample of the model's text.
    let writes: String
  }

  let program = "ladder \(programVersion)"
  let folder: String
  let text: TextRecord
  let trainingCharacters: Int
  let validationCharacters: Int
  let distinctCharacters: Int
  let seed: Int
  let floorBitsPerCharacter: Double?
  private(set) var models: [Model] = []

  init(folder: String, _ text: LadderText, floor: Double?, seed: Int) {
    self.folder = folder
    self.text = text.record
    trainingCharacters = text.heldOutStart
    validationCharacters = text.tokens.count - text.heldOutStart
    distinctCharacters = text.tokenizer.vocabularySize
    floorBitsPerCharacter = floor
    self.seed = seed
  }

  mutating func append(_ model: Model) {
    var model = model
    model.percentAboveFloor = floorBitsPerCharacter.map { percentAbove(floor: $0, model.bitsPerCharacter) }
    models.append(model)
  }

  /// Writes the three files with the results so far.
  func write() throws {
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    try writeFile(json: self, to: path("ladder.json"))
    try writeFile("\(self)\n", to: path("ladder.txt"))
    try writeFile(chart.svg(), to: path("ladder.svg"))
  }

  /// The table and, below it, one line of text written by each model.
  var description: String {
    let hasFloor = floorBitsPerCharacter != nil
    var table = TextTable(
      [.left("model"), .right("parameters"), .right("seconds"), .right("bits per character")]
        + (hasFloor ? [.right("above the floor")] : []))
    for model in models {
      table.append(
        [
          model.name, Formats.grouped(model.parameters), Formats.significant(model.seconds, digits: 3),
          Formats.fixed(model.bitsPerCharacter, decimals: 4),
        ] + (model.percentAboveFloor.map { [Formats.fixed($0, decimals: 1) + " %"] } ?? []))
    }
    if let floorBitsPerCharacter {
      table.total = ["floor", "", "", Formats.fixed(floorBitsPerCharacter, decimals: 4), ""]
    }
    let width = models.map(\.name.count).max() ?? 0
    let lines = models.map { $0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + quoted($0.writes) }
    return "\(table)\n\nwhat each model writes:\n\(lines.joined(separator: "\n"))"
  }

  /// The bar chart of the bits per character.
  var chart: BarChart {
    let name = text.path.split(separator: "/").last.map(String.init) ?? ""
    let details = models.map { model in
      "\(Formats.grouped(model.parameters)) parameters, \(Formats.duration(model.seconds))"
    }
    var chart = BarChart(
      title: "\(name): from counting to a GPT",
      panels: [
        .init(
          title: "bits per character on the last \(Formats.grouped(validationCharacters)) characters",
          bars: models.map { ($0.name, $0.bitsPerCharacter) }, details: details)
      ])
    chart.mark = floorBitsPerCharacter.map { ("floor", $0) }
    return chart
  }
}
