import Console
import NGrams
import Reports

/// How well a model predicts a text, for people and scripts.
struct EvaluationFigures: Encodable {
  private(set) var lossNatsPerToken: Double?
  private(set) var bitsPerToken: Double?
  private(set) var bitsPerCharacter: Double?
  private(set) var perplexity: Double?
  private(set) var perplexityWithoutUnknown: Double?
  /// Replaces all of the above if the model returns scores instead of probabilities.
  private(set) var logScorePerToken: Double?
  let tokens: Int
  let unknownTokens: Int
  let impossibleTokens: Int

  init(_ model: NGramModel, _ tokenizer: NGramTokenizer, _ text: String) {
    let evaluation = model.evaluate(tokenizer.encode(text))
    tokens = evaluation.tokenCount
    unknownTokens = evaluation.unknownCount
    impossibleTokens = evaluation.impossibleCount
    guard model.isNormalized else {
      logScorePerToken = -evaluation.loss
      return
    }
    lossNatsPerToken = evaluation.loss
    bitsPerToken = evaluation.bitsPerToken
    bitsPerCharacter = evaluation.totalBits / Double(text.unicodeScalars.count)
    perplexity = evaluation.perplexity
    perplexityWithoutUnknown = evaluation.perplexityWithoutUnknown
  }

  /// Prints the figures, with a remark if some of them are missing or infinite.
  func print(_ remarks: Remarks) throws {
    if logScorePerToken != nil {
      remarks.say("the scores of stupid backoff do not add up to 1, so there is no perplexity")
    } else if impossibleTokens > 0 {
      remarks.say(
        "\(Formats.count(impossibleTokens, "token")) had probability 0, so the whole text counts as impossible")
    }
    let figures = [
      ("loss_nats_per_token", lossNatsPerToken), ("bits_per_token", bitsPerToken),
      ("bits_per_character", bitsPerCharacter), ("perplexity", perplexity),
      ("perplexity_without_unknown", perplexityWithoutUnknown), ("log_score_per_token", logScorePerToken),
      ("tokens", Double(tokens)), ("unknown_tokens", Double(unknownTokens)),
      ("impossible_tokens", Double(impossibleTokens)),
    ]
    try printFigures(figures.compactMap { name, value in value.map { (name, $0) } })
  }
}
