import Console
import Kindling

/// What `config.json` holds: all that a run was told, so that it can be understood and repeated.
struct RunRecord: Encodable {
  struct Text: Encodable {
    let path: String
    /// The length of the text in UTF-8, as it was read.
    let bytes: Int
    /// A hash of those bytes, to tell whether the text is still the same.
    let fingerprint: String
  }

  let program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  let training: TrainingOptions
  let batchSize: Int
  let validation: Double
  let evaluateBatches: Int?
  let lossy: Bool
  let seed: Int
  let threads: Int
  let text: Text
}
