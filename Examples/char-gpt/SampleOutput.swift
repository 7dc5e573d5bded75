import Console
import LanguageModels
import Tokenizers

/// The texts that `sample` writes: a single one as it grows, several one after the other, each when it is complete.
final class SampleOutput {
  private let opening: String
  private let isJSON: Bool
  /// The tokens of each text, and what of it is certain.
  private var writers: [TokenText]
  private var stops: [StopTexts]
  private var texts: [String]
  private var isFinished: [Bool]
  /// How many of the texts are shown.
  private var shown = 0

  /// - Parameters:
  ///   - opening: the prompt, which begins each text.
  ///   - stops: the texts that end a sample.
  ///   - isJSON: whether to print nothing.
  init(_ tokenizer: any Tokenizer, opening: String, stops: [String], sampleCount: Int, isJSON: Bool) {
    (self.opening, self.isJSON) = (opening, isJSON)
    writers = [TokenText](repeating: TokenText(tokenizer), count: sampleCount)
    self.stops = [StopTexts](repeating: StopTexts(stops), count: sampleCount)
    texts = [String](repeating: "", count: sampleCount)
    isFinished = [Bool](repeating: false, count: sampleCount)
  }

  /// Whether the one text is shown as it grows.
  private var isStreaming: Bool { !isJSON && texts.count == 1 }

  /// Begins a single text with its prompt.
  func begin() throws {
    if isStreaming { try Terminal.write(opening) }
  }

  /// Adds a token to a sample.
  ///
  /// - Throws: `EndOfText` if the sample contains a stop text now, or a `Problem` of the output.
  func append(_ token: Int32, to sample: Int) throws {
    let piece = stops[sample].append(writers[sample].append(token))
    texts[sample] += piece
    if isStreaming { try Terminal.write(piece) }
    guard stops[sample].isFound else { return }
    try end(sample)
    throw EndOfText()
  }

  /// Ends a sample. If there are several, all that have ended are shown, in their order.
  func end(_ sample: Int) throws {
    guard !isFinished[sample] else { return }
    isFinished[sample] = true
    let last = stops[sample].isFound ? "" : stops[sample].append(writers[sample].finish())
    let rest = last + stops[sample].finish()
    texts[sample] += rest
    if isStreaming { return try Terminal.write(rest + "\n") }
    while !isJSON, shown < texts.count, isFinished[shown] {
      try Terminal.write("--- sample \(shown + 1) of \(texts.count) ---\n\(opening)\(texts[shown])\n")
      shown += 1
    }
  }

  /// Ends all samples that have not ended yet, and returns the texts.
  func finish() throws -> [String] {
    for sample in texts.indices { try end(sample) }
    return texts
  }
}
