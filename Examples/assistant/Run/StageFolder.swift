import Console
import Files
import Foundation
import Layers
import Runs
import Tokenizers
import Training
import Transformers
import Tuning

/// The stages of a run, in their order; the raw values are the names of their folders.
enum StageName: String, CaseIterable {
  case pretrained, tuned, reward, dpo, ppo

  /// What the stage makes, for people.
  var summary: String {
    switch self {
    case .pretrained: "completes texts; it has never seen a question"
    case .tuned: "has learned to answer from conversations"
    case .reward: "judges answers"
    case .dpo: "has learned from preferences directly"
    case .ppo: "has learned from the rewards of its own answers"
    }
  }

  /// The stages that one can talk with.
  static let talking: [StageName] = [.pretrained, .tuned, .dpo, .ppo]
}

/// The contents of `config.json` of a stage's folder.
struct StageRecord: Codable, Equatable {
  var program = "assistant \(programVersion)"
  let stage: String
  let model: GPTConfiguration
  let training: TrainingOptions
  let seed: Int
  /// A fingerprint of everything that goes in: the settings of the run, and the models before.
  let input: String
}

/// Where a run keeps a stage, and how far the stage is.
struct StageFolder {
  let path: String
  let record: StageRecord

  /// - Parameter before: the folders of the models that go in.
  init(
    _ name: String, of run: String, _ plan: AssistantPlan, _ model: GPTConfiguration, _ training: TrainingOptions,
    after before: [String]
  ) throws {
    path = (run as NSString).appendingPathComponent(name)
    var input = fingerprint(of: try JSONEncoder.sorted.encode(plan))
    for folder in before { input = fingerprint(of: try readFile(folder + "/model.safetensors"), after: input) }
    record = StageRecord(
      stage: name, model: model, training: training, seed: plan.seed, input: String(input, radix: 16))
  }

  /// Whether the folder holds a checkpoint of this very stage, begun with the same input.
  var isBegun: Bool {
    let config = (path as NSString).appendingPathComponent("config.json")
    let found = try? readFile(json: StageRecord.self, describing: "a stage", at: config)
    return found == record && FileManager.default.fileExists(atPath: path + "/last")
  }

  /// Creates the folder, or opens it to go on.
  ///
  /// - Parameter isResumed: whether a begun stage goes on; otherwise it is replaced.
  func open(_ tokenizer: any Tokenizer, isResumed: Bool) throws -> (folder: RunFolder, goesOn: Bool) {
    if isResumed, isBegun { return (try RunFolder(opening: path), true) }
    let folder = try RunFolder(creating: path)
    try folder.write(json: record, to: "config.json")
    try tokenizer.save(to: folder.file("tokenizer.json"))
    return (folder, false)
  }
}

extension JSONEncoder {
  /// An encoder whose output depends only on the value.
  fileprivate static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return encoder
  }
}
