import Console
import Corpora
import Files
import Foundation
import Numerics

private let characters = Option(
  "characters", default: 1_000_000, help: "write whole stories, at least N characters in total", in: 1...1_000_000_000)
private let out = CommonOptions.outFile("the file to write (default: standard output)")

/// The answer with `--json`.
private struct Figures: Encodable {
  let out: String
  let seed: Int
  let stories: Int
  let characters: Int
  let bits: Double
  let bitsPerCharacter: Double
  let natsPerCharacter: Double
}

let generateCommand = Command(
  "generate", summary: "write stories to a file",
  options: [
    characters, out, CommonOptions.overwrite, CommonOptions.seed, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  var stories = Stories(seed: UInt64(parsed[CommonOptions.seed]))
  guard let asked = parsed[out], asked != "-" else {
    if parsed[CommonOptions.json] { throw Problem(.usage, "--json prints figures, so it needs --out for the text") }
    return try stories.draw(characters: parsed[characters]) { text, _ in try Terminal.write(text) }
  }
  let path = try OutputFile.checked(asked, parsed, reading: [])
  Interruption.startListening()
  try writeFile(to: path) { file in
    try stories.draw(characters: parsed[characters]) {
      try file.write(contentsOf: Data($0.utf8))
      remarks.update("\(path): \(100 * $1 / parsed[characters]) %")
      if let interruption = Interruption.received {
        throw interruption.problem("while writing \(path)", suggestion: "Nothing was written.")
      }
    }
  }
  remarks.finish()
  let perCharacter = stories.bits / Double(stories.length)
  let figures = Figures(
    out: path, seed: parsed[CommonOptions.seed], stories: stories.count, characters: stories.length,
    bits: stories.bits, bitsPerCharacter: perCharacter, natsPerCharacter: perCharacter * log(2))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("stories", Double(figures.stories)), ("characters", Double(figures.characters)), ("bits", figures.bits),
    ("bits_per_character", figures.bitsPerCharacter), ("nats_per_character", figures.natsPerCharacter),
  ])
  remarks.suggest([
    "swift run ladder run \(shellQuoted(path))", "swift run char-gpt train \(shellQuoted(path))",
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
  ///
  /// - Parameter write: receives a chunk, and the number of characters so far.
  mutating func draw(characters: Int, _ write: (_ text: String, _ length: Int) throws -> Void) throws {
    var piece = ""
    while length < characters {
      let story = Grammar.tales.story(using: &generator)
      piece += story.text
      count += 1
      length += story.text.unicodeScalars.count
      bits += story.bits
      guard piece.utf8.count >= 1 << 16 || length >= characters else { continue }
      try write(piece, length)
      piece = ""
    }
  }
}
