import Corpora
import Files
import Foundation
import Kernels
import Reports
import Transformers

/// The data, memory and work of a training run, computed before it begins.
struct Preflight: CustomStringConvertible {
  private let record: GPTRunRecord
  private let text: TrainingText
  private let parameterCount: Int

  init(_ record: GPTRunRecord, _ text: TrainingText) {
    self.record = record
    self.text = text
    parameterCount = record.model.parameterCount
  }

  private var tokensPerStep: Int {
    record.batchSize * record.model.contextLength * record.training.accumulation
  }

  /// The approximate peak memory of the run, in bytes. All batches of a step are drawn before the first is used: a
  /// token and its target are two 32-bit numbers.
  private var memory: Int {
    let (ofTokens, overflows) = tokensPerStep.multipliedReportingOverflow(by: 8)
    let (sum, overflowsToo) = record.model.trainingMemory(batchSize: record.batchSize).addingReportingOverflow(ofTokens)
    return overflows || overflowsToo ? .max : sum
  }

  /// Refuses a run whose batches begin larger than they end, one with too many tokens to count and, unless forced, one
  /// that needs more memory than the machine has.
  func check(isForced: Bool) throws {
    for (name, first, last) in [
      ("batch", record.firstBatch, record.batchSize), ("context", record.firstContext, record.model.contextLength),
    ] {
      guard let first, first > last else { continue }
      throw Problem(
        .usage, "--first-\(name) \(first) is above --\(name) \(last)",
        suggestion: "A run begins with small batches or short windows, and these double on the way.")
    }
    try checkStride(record.evaluateStride, option: "evaluate-stride", context: record.model.contextLength)
    let counted = [
      record.batchSize, record.model.contextLength, record.training.accumulation, record.training.steps,
    ].reduce((product: 1, isTooLarge: false)) { sofar, factor in
      let (product, overflows) = sofar.product.multipliedReportingOverflow(by: factor)
      return (product, sofar.isTooLarge || overflows)
    }
    guard !counted.isTooLarge else {
      throw Problem(
        .usage, "--batch, --context, --accumulate and --steps together result in too many tokens to count")
    }
    let present = Self.memoryOfThisMachine
    guard memory <= present || isForced else {
      throw Problem(
        .usage,
        "training \(Formats.grouped(parameterCount)) parameters takes about \(Formats.bytes(memory)) of memory, but "
          + "this machine has \(Formats.bytes(present))",
        suggestion: "Use a smaller model or a smaller --batch, or try anyway with --force.")
    }
  }

  /// The machine's memory, or a container's limit if that is lower.
  static var memoryOfThisMachine: Int {
    let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let limit = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8)
    return min(physical, limit.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? physical)
  }

  /// The text, the model and the work, in three lines.
  var description: String {
    let (c, steps) = (record.model, record.training.steps)
    let tokens = record.schedule.tokens(inFirst: steps, of: steps) * record.training.accumulation
    let work = c.floatingPointOperations(tokens: tokens)
    let units = text.tokenizer.unit + "s", isText = text.tokenizer.unit == "character"
    let vocabulary = isText ? "\(c.vocabularySize) distinct" : "a vocabulary of \(Formats.grouped(c.vocabularySize))"
    return """
      \(record.text.path): \(Formats.bytes(record.text.bytes)), \(Formats.grouped(text.training.count)) \(units) \
      for training, \(Formats.grouped(text.validation.count)) for validation, \(vocabulary)
      model: \(c.layerCount) layers, \(c.headCount) heads, embedding \(c.width), context \(c.contextLength): \
      \(Formats.grouped(parameterCount)) parameters; training takes about \(Formats.bytes(memory)) of memory
      \(Formats.count(steps, "step")) of \(Formats.grouped(tokensPerStep)) \(units), \
      \(Formats.fixed(Double(tokens) / Double(text.training.count), decimals: 1)) times through the text, \
      \(Formats.quantity(work, unit: "FLOP")) on \(Formats.count(Threads.count, "thread"))
      """
  }
}
