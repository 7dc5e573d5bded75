import Console
import LanguageModels

extension Sampler {
  /// Creates the sampler that the user asked for, in a command that has the options of `CommonOptions.filters`.
  ///
  ///     let sampler = Sampler(parsed, temperature)
  ///
  /// - Parameter temperature: the command's own option, since its default is not the same everywhere.
  public init(_ parsed: Parsed, _ temperature: Console.Option<Float>) {
    self.init(
      temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP],
      minP: parsed[CommonOptions.minP], repetitionPenalty: parsed[CommonOptions.repetitionPenalty])
  }
}
