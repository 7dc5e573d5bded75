import Console
import LanguageModels
import Reports
import Transformers

/// What `sample --beams` is to search for.
struct BeamSearchRequest {
  let start: [Int32]
  let opening: String
  let count: Int
  let width: Int
  let lengthPenalty: Double
  let stops: [String]

  /// The answer with `--json`.
  private struct Answer: Encodable {
    struct Found: Encodable {
      let text: String
      let logProbability: Double
    }

    let prompt: String
    /// The best text.
    let text: String?
    let beams: [Found]
  }

  /// Finds the texts, and prints them with their log-probabilities, the best first.
  func run(_ saved: SavedGPT, isJSON: Bool) throws {
    let beams = try saved.model.beamSearch(after: start, count: count, width: width, lengthPenalty: lengthPenalty) {
      !stops.isEmpty && StopTexts.text(saved.tokenizer.decode($0), endingAt: stops).isFound
    }
    let found = beams.map { beam in
      Answer.Found(
        text: StopTexts.text(saved.tokenizer.decode(beam.tokens), endingAt: stops).text,
        logProbability: beam.logProbability)
    }
    if isJSON { return try printJSON(Answer(prompt: opening, text: found.first?.text, beams: found)) }
    for (i, beam) in found.enumerated() {
      let logProbability = Formats.fixed(beam.logProbability, decimals: 2)
      try Terminal.write(
        "--- beam \(i + 1) of \(found.count): log-probability \(logProbability) ---\n\(opening)\(beam.text)\n")
    }
  }
}
