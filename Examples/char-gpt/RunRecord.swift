import Kindling

/// What `config.json` holds: all that a run was told, so that it can be understood and repeated.
struct RunRecord: Encodable {
  struct Text: Encodable {
    let path: String
    let bytes: Int
    /// A hash of the bytes, to tell whether the text is still the same.
    let fingerprint: String
  }

  let kind = "char-gpt"
  let version = 1
  let model: GPTConfiguration
  let training: TrainingOptions
  let batchSize: Int
  let validation: Double
  let evaluateBatches: Int?
  let seed: Int
  let threads: Int
  let text: Text
}
