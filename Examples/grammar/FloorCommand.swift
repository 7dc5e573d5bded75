import Console
import Corpora
import Foundation

private let file = Argument("FILE", help: "complete stories of the grammar, as written by generate")
private let validation = CommonOptions.validation(
  default: 0.1, help: "fraction of the text, at its end, whose floor is also printed")

/// The answer with `--json`.
private struct Figures: Encodable {
  let stories: Int
  let characters: Int
  let bits: Double
  let bitsPerCharacter: Double
  let natsPerCharacter: Double
  var validationCharacters: Int?
  var validationBitsPerCharacter: Double?
  var validationNatsPerCharacter: Double?
}

let floorCommand = Command(
  "floor",
  summary: "print the exact information content of a text from this grammar, which a model can beat only by luck",
  arguments: [file], options: [validation, CommonOptions.lossy, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let text = try readText(
    parsed[file], lossy: parsed[CommonOptions.lossy], remark: Remarks(quiet: parsed[CommonOptions.quiet]).say)
  let information = try Grammar.TextInformation(of: text, by: .tales, path: parsed[file])
  let length = text.unicodeScalars.count
  let perCharacter = information.bits / Double(length)
  var figures = Figures(
    stories: information.stories.count, characters: length, bits: information.bits, bitsPerCharacter: perCharacter,
    natsPerCharacter: perCharacter * log(2))
  let heldOut = Split(text, validation: parsed[validation], by: .character)
  let count = heldOut.validation.unicodeScalars.count
  // The fraction can be so small that no character is left.
  if count > 0 {
    let bits = information.bits(from: heldOut.training.utf8.count) / Double(count)
    figures.validationCharacters = count
    figures.validationBitsPerCharacter = bits
    figures.validationNatsPerCharacter = bits * log(2)
  }
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  let all: [(String, Double?)] = [
    ("stories", Double(figures.stories)), ("characters", Double(figures.characters)), ("bits", figures.bits),
    ("bits_per_character", figures.bitsPerCharacter), ("nats_per_character", figures.natsPerCharacter),
    ("validation_characters", figures.validationCharacters.map(Double.init)),
    ("validation_bits_per_character", figures.validationBitsPerCharacter),
    ("validation_nats_per_character", figures.validationNatsPerCharacter),
  ]
  try printFigures(all.compactMap { name, value in value.map { (name, $0) } })
}
