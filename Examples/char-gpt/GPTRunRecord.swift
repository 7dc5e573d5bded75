import Console
import Corpora
import Files
import Kernels
import Reports
import Runs
import Training
import Transformers

/// The contents of `config.json`.
struct GPTRunRecord: RunRecord {
  var program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  var training: TrainingOptions
  let batchSize: Int
  /// The number of windows in a batch, and of tokens in a window, at the start; nil for the same as at the end.
  var firstBatch: Int?
  var firstContext: Int?
  let validation: Double
  var evaluateBatches: Int?
  var evaluateStride: Int?
  /// The loss that no model can go below, in bits per character, if it is known.
  var floor: Double?
  /// The number of models that the run keeps in `checkpoints/`, each named by its step.
  var keep: Int
  /// Whether the run writes its metrics for other programs, too.
  var csv = false
  var tensorboard = false
  let lossy: Bool
  let seed: Int
  var threads = Threads.count
  /// The machine that started or resumed the run; nil in runs of earlier versions.
  var machine: String? = machineName()
  /// Where the tokenizer came from; nil if the tokens are the characters of the text.
  var tokenizer: String?
  var text: TextRecord
  /// The file of the mixture that the run trains on, and its sources at that time; nil for a single text.
  var mixture: String?
  var mixtureSources: [Mixture.Source]?

  init(
    model: GPTConfiguration, training: TrainingOptions, batchSize: Int, firstBatch: Int? = nil,
    firstContext: Int? = nil, validation: Double, evaluateBatches: Int?,
    evaluateStride: Int?, floor: Double?, keep: Int, lossy: Bool, seed: Int, tokenizer: String? = nil,
    text: TextRecord
  ) {
    (self.model, self.training, self.batchSize, self.validation) = (model, training, batchSize, validation)
    (self.firstBatch, self.firstContext) = (firstBatch, firstContext)
    (self.evaluateStride, self.floor, self.tokenizer) = (evaluateStride, floor, tokenizer)
    (self.evaluateBatches, self.keep, self.lossy, self.seed, self.text) = (evaluateBatches, keep, lossy, seed, text)
  }

  /// The names in files, which are also those of the options.
  private enum CodingKeys: String, CodingKey {
    case program, model, training
    case batchSize = "batch"
    case firstBatch, firstContext, validation, evaluateBatches, evaluateStride, floor, keep, csv, tensorboard, lossy
    case seed, threads, machine, tokenizer, text, mixture, mixtureSources
  }

  /// The names in files of earlier versions.
  private enum FormerKeys: String, CodingKey {
    case batchSize
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let former = try decoder.container(keyedBy: FormerKeys.self)
    program = try fields.decode(String.self, forKey: .program)
    model = try fields.decode(GPTConfiguration.self, forKey: .model)
    training = try fields.decode(TrainingOptions.self, forKey: .training)
    batchSize = try former.decodeIfPresent(Int.self, forKey: .batchSize) ?? fields.decode(Int.self, forKey: .batchSize)
    firstBatch = try fields.decodeIfPresent(Int.self, forKey: .firstBatch)
    firstContext = try fields.decodeIfPresent(Int.self, forKey: .firstContext)
    validation = try fields.decode(Double.self, forKey: .validation)
    evaluateBatches = try fields.decodeIfPresent(Int.self, forKey: .evaluateBatches)
    evaluateStride = try fields.decodeIfPresent(Int.self, forKey: .evaluateStride)
    floor = try fields.decodeIfPresent(Double.self, forKey: .floor)
    keep = try fields.decode(Int.self, forKey: .keep)
    // Runs of earlier versions have no such files.
    csv = try fields.decodeIfPresent(Bool.self, forKey: .csv) ?? false
    tensorboard = try fields.decodeIfPresent(Bool.self, forKey: .tensorboard) ?? false
    lossy = try fields.decode(Bool.self, forKey: .lossy)
    seed = try fields.decode(Int.self, forKey: .seed)
    threads = try fields.decode(Int.self, forKey: .threads)
    machine = try fields.decodeIfPresent(String.self, forKey: .machine)
    tokenizer = try fields.decodeIfPresent(String.self, forKey: .tokenizer)
    text = try fields.decode(TextRecord.self, forKey: .text)
    mixture = try fields.decodeIfPresent(String.self, forKey: .mixture)
    mixtureSources = try fields.decodeIfPresent([Mixture.Source].self, forKey: .mixtureSources)
  }

  func validate() throws {
    try model.validate(.badData)
    try training.validate(.badData)
    _ = try mixtureSources.map { try Mixture(sources: $0) }
    let isPossible =
      (1...65_536).contains(batchSize) && (1...batchSize).contains(firstBatch ?? 1)
      && (1...model.contextLength).contains(firstContext ?? 1) && (0..<1).contains(validation)
      && (evaluateBatches ?? 1) >= 1
      && (1...model.contextLength).contains(evaluateStride ?? 1) && (floor ?? 1) > 0 && (floor ?? 1).isFinite
      && (0...1_000_000).contains(keep) && seed >= 0
    guard isPossible else {
      throw Problem(
        .badData,
        "batch, first_batch, first_context, validation, evaluate_batches, evaluate_stride, floor, keep or seed is out of range"
      )
    }
  }

  /// The files of metrics that the run writes for other programs.
  var metricsFiles: [MetricsFile] { (csv ? [.csv] : []) + (tensorboard ? [.tensorBoard] : []) }

  /// The shape of each step's batches.
  var schedule: BatchSchedule {
    BatchSchedule(
      batchSize: batchSize, context: model.contextLength, firstBatchSize: firstBatch, firstContext: firstContext)
  }

  /// Whether the run keeps the model of this step. It keeps `keep` models, spread evenly over its checkpoints: the
  /// first checkpoint at or after each multiple of `steps / keep`.
  func keepsModel(ofStep step: Int) -> Bool {
    let every = training.checkpointEvery ?? training.evaluateEvery
    guard keep > 0, step > 0, training.isDue(step, every: every) else { return false }
    let stepBefore = every > 0 ? (step - 1) / every * every : 0
    return step * keep / training.steps > stepBefore * keep / training.steps
  }
}
