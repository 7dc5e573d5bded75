import Console
import Corpora

/// The contents of `config.json`: all options of a ladder, so `--config` can repeat it.
struct LadderRecord: Encodable {
  static let fileName = "config.json"

  let program = "ladder \(programVersion)"
  let text: TextRecord
  let lossy: Bool
  let validation: Double
  let mlpSteps: Int
  let rnnSteps: Int
  let lstmSteps: Int
  let gptSteps: Int
  let size: String?
  let layers: Int
  let heads: Int
  let embedding: Int
  let context: Int
  let batch: Int
  /// The floor that the user gave; nil if there was none, even if the grammar of the text is known.
  let floor: Double?
  let seed: Int
}
