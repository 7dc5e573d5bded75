import Console
import Corpora
import Files
import Kernels
import Runs
import Training
import Transformers

/// Which parameters fine-tuning changes.
enum FineTuningMethod: String, Codable, CaseIterable, OptionValue {
  /// All of them.
  case full
  /// The last blocks and the output layer.
  case last
  /// None of the model's own, but low-rank changes of some of its maps.
  case lora
}

/// The contents of `config.json` of a fine-tuning run.
struct FineTuningRecord: RunRecord {
  var program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  var training: TrainingOptions
  let batchSize: Int
  let method: FineTuningMethod
  /// With the method `last`, how many blocks learn.
  let lastBlocks: Int
  /// With the method `lora`, the form of the adapters.
  let adapter: AdapterOptions?
  /// After how many evaluations without a better model the run ends; 0 for never.
  var patience: Int
  let validation: Double
  /// The weight of the pretraining text in each update.
  let replay: Float
  let seed: Int
  var threads = Threads.count
  /// The folder of the model before fine-tuning, and the fingerprint of its parameters.
  let base: String
  let baseFingerprint: String
  /// The conversations, or the labeled texts.
  var text: TextRecord

  /// The names in files, which are also those of the options.
  private enum CodingKeys: String, CodingKey {
    case program, model, training
    case batchSize = "batch"
    case method, lastBlocks, adapter, patience, validation, replay, seed, threads, base, baseFingerprint, text
  }

  func validate() throws {
    try model.validate(.badData)
    try training.validate(.badData)
    try adapter?.validate(for: model, .badData)
    guard (1...65_536).contains(batchSize), (0...model.layerCount).contains(lastBlocks), (0..<1).contains(validation),
      (0..<1).contains(replay),
      patience >= 0, seed >= 0, (method == .lora) == (adapter != nil)
    else { throw Problem(.badData, "batch, last_blocks, validation, patience, seed or adapter is out of range") }
  }
}
