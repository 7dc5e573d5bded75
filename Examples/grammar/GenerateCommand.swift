import Console
import Corpora
import Files
import Foundation
import Numerics

private let characters = Option(
  "characters", default: 1_000_000, help: "write whole stories, at least N characters in total", in: 1...1_000_000_000)
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
  var stories = Stories(seed: UInt64(parsed[CommonOptions.seed]))
  guard let path = parsed[out] else {
    if parsed[CommonOptions.json] { throw Problem(.usage, "--json prints figures, so it needs --out for the text") }
    return try stories.draw(characters: parsed[characters], Terminal.write)
  }
  try writeFile(to: path) { file in
    try stories.draw(characters: parsed[characters]) { try file.write(contentsOf: Data($0.utf8)) }
  }
  let figures = Figures(
    file: path, stories: stories.count, characters: stories.length, bits: stories.bits,
    bitsPerCharacter: stories.bits / Double(stories.length))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("stories", Double(figures.stories)), ("characters", Double(figures.characters)), ("bits", figures.bits),
    ("bits_per_character", figures.bitsPerCharacter),
  ])
}

/// Stories that are drawn one after another, with their totals.
private struct Stories {
  private var generator: RandomGenerator
  /// The number of stories, and of their characters.
  private(set) var count = 0, length = 0
  /// The information in all of them.
  private(set) var bits = 0.0

  init(seed: UInt64) { generator = RandomGenerator(seed: seed) }

  /// Draws stories until there are at least `characters` characters, and passes their text to `write` in chunks, so
  /// even a very long text is never in memory as a whole.
  mutating func draw(characters: Int, _ write: (String) throws -> Void) throws {
    var piece = ""
    while length < characters {
      let story = Grammar.tales.story(using: &generator)
      piece += story.text
      count += 1
      length += story.text.unicodeScalars.count
      bits += story.bits
      guard piece.utf8.count >= 1 << 16 || length >= characters else { continue }
      try write(piece)
      piece = ""
    }
  }
}
