import Console
import LanguageModels

extension Sampler {
  /// Creates the sampler that the user asked for.
  init(_ parsed: Parsed, _ temperature: Option<Float>) {
    self.init(
      temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP],
      minP: parsed[CommonOptions.minP], repetitionPenalty: parsed[CommonOptions.repetitionPenalty])
  }
}
