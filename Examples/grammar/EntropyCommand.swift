import Console
import Corpora
import Foundation

/// The answer with `--json`: expected values over all stories.
private struct Figures: Encodable {
  let bitsPerCharacter: Double
  let natsPerCharacter: Double
  let bitsPerWord: Double
  let bitsPerStory: Double
  let charactersPerStory: Double
  let wordsPerStory: Double
}

let entropyCommand = Command(
  "entropy", summary: "print the exact entropy of the grammar, computed from its rules",
  options: [CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let expected = Grammar.tales.expected
  let figures = Figures(
    bitsPerCharacter: expected.bitsPerCharacter, natsPerCharacter: expected.bitsPerCharacter * log(2),
    bitsPerWord: expected.bits / expected.words, bitsPerStory: expected.bits, charactersPerStory: expected.characters,
    wordsPerStory: expected.words)
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("bits_per_character", figures.bitsPerCharacter), ("nats_per_character", figures.natsPerCharacter),
    ("bits_per_word", figures.bitsPerWord), ("bits_per_story", figures.bitsPerStory),
    ("characters_per_story", figures.charactersPerStory), ("words_per_story", figures.wordsPerStory),
  ])
}
