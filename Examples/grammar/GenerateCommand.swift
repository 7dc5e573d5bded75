import Console
import Kindling

private let characters = Option(
  "characters", default: 1_000_000, help: "whole stories are written until there are so many", in: 1...1_000_000_000)
private let out = Option<String>.optional(
  "out", help: "the file to write (default: standard output)", placeholder: "FILE")

/// The answer with `--json`.
private struct Figures: Encodable {
  let file: String
  let stories: Int
  let characters: Int
  let bits: Double
  let bitsPerCharacter: Double
}

let generateCommand = Command(
  "generate", summary: "write stories to a file", options: [characters, out, CommonOptions.seed, CommonOptions.json]
) { parsed in
  var generator = RandomGenerator(seed: UInt64(parsed[CommonOptions.seed]))
  var text = "", stories = 0, length = 0, bits = 0.0
  while length < parsed[characters] {
    let story = Grammar.tales.story(using: &generator)
    text += story.text
    stories += 1
    length += story.text.unicodeScalars.count
    bits += story.bits
  }
  guard let path = parsed[out] else {
    if parsed[CommonOptions.json] { throw Problem(.usage, "--json prints figures, and needs --out for the text") }
    return try Terminal.write(text)
  }
  try writeFile(text, to: path)
  let figures = Figures(
    file: path, stories: stories, characters: length, bits: bits, bitsPerCharacter: bits / Double(length))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("stories", Double(stories)), ("characters", Double(length)), ("bits", bits),
    ("bits_per_character", figures.bitsPerCharacter),
  ])
}
