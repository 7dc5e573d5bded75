import Files
import Layers
import Numerics
import Tensors

extension GPT {
  /// Returns a copy of the model with a few more tokens, such as those that separate the turns of a conversation.
  ///
  /// The new tokens come after all others. Where a table has a row per token, each new row is drawn around the mean of the
  /// old ones, with their standard deviation in each channel: so a new token is as likely as an average one, and no two are
  /// the same (Hewitt 2021). Everything else is copied, so the logits of the old tokens keep their bits.
  ///
  ///     let chat = model.grown(by: 3, seed: 1337)    // tokens V, V + 1 and V + 2 are new
  ///
  /// - Parameter count: at least 0.
  public func grown(by count: Int, seed: UInt64) -> GPT {
    require(count >= 0, "GPT: \(count) new tokens")
    require(!isAdapted, "GPT: merge or remove the adapters before the vocabulary grows")
    var larger = configuration
    larger.vocabularySize += count
    let model = GPT(larger)
    for (old, new) in zip(namedParameters, model.namedParameters) {
      let (source, target) = (old.parameter, new.parameter)
      target.data.update(from: source.data, count: source.count)
      guard target.count > source.count else { continue }
      var generator = RandomGenerator(seed: seed, stream: fingerprint(of: new.name.utf8))
      let width = source.shape[1], rows = source.shape[0]
      for channel in 0..<width {
        let values = (0..<rows).map { Double(source.data[$0 * width + channel]) }
        let mean = values.reduce(0, +) / Double(rows)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
        for row in rows..<rows + count {
          target.data[row * width + channel] = Float(mean) + Float(variance.squareRoot()) * generator.normal()
        }
      }
    }
    return model
  }
}
