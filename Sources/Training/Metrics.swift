import Files
import Foundation

/// One line of `metrics.jsonl`: the state of a run after a step.
public struct Metrics: Codable, Equatable, Sendable {
  /// The number of updates so far.
  public var step: Int
  /// The number of tokens trained on so far.
  public var tokens: Int
  /// The mean loss of this step's batches, before the update; nil at step 0 and if there was no update.
  public var trainLoss: Float?
  /// The mean loss over the validation split, on lines with an evaluation.
  public var validationLoss: Double?
  /// The learning rate of this step.
  public var learningRate: Double
  /// The norm of the gradient before clipping; nil if it is not measured.
  public var gradientNorm: Double?
  /// Tokens trained on per second since the last line, excluding evaluation.
  public var tokensPerSecond: Double
  /// Seconds since the run began, excluding interruptions.
  public var elapsed: Double
  /// The number of steps so far that made no update; nil if there were none.
  public var skippedSteps: Int?
  /// The mean loss over the whole epoch that ends with this step; nil if none does or the run does not count in epochs.
  public var epochLoss: Double?
  /// Why this step made no update; nil if it made one. It is not written to the file.
  public var problem: Problem?

  /// Creates a line with the given values.
  public init(
    step: Int, tokens: Int, trainLoss: Float?, validationLoss: Double?, learningRate: Double, gradientNorm: Double?,
    tokensPerSecond: Double, elapsed: Double, skippedSteps: Int = 0, epochLoss: Double? = nil,
    problem: Problem? = nil
  ) {
    self.step = step
    self.tokens = tokens
    self.trainLoss = trainLoss
    self.validationLoss = validationLoss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.tokensPerSecond = tokensPerSecond
    self.elapsed = elapsed
    self.skippedSteps = skippedSteps == 0 ? nil : skippedSteps
    self.epochLoss = epochLoss
    self.problem = problem
  }

  private enum CodingKeys: String, CodingKey {
    case step
    case tokens
    case trainLoss = "train_loss"
    case validationLoss = "validation_loss"
    case learningRate = "learning_rate"
    case gradientNorm = "gradient_norm"
    case tokensPerSecond = "tokens_per_second"
    case elapsed = "elapsed_s"
    case skippedSteps = "skipped_steps"
    case epochLoss = "epoch_loss"
  }

  /// The line as JSON, with its fields in a fixed order. Losses have all their digits, so reading them back returns the
  /// same bits.
  public var line: String {
    var fields = ["\"step\":\(step)", "\"tokens\":\(tokens)"]
    if let trainLoss { fields.append("\"train_loss\":\(trainLoss)") }
    if let validationLoss { fields.append("\"validation_loss\":\(validationLoss)") }
    fields.append("\"learning_rate\":\(learningRate)")
    if let gradientNorm { fields.append("\"gradient_norm\":\(gradientNorm)") }
    fields.append("\"tokens_per_second\":\(Int(tokensPerSecond))")
    fields.append("\"elapsed_s\":\(String(format: "%.3f", elapsed))")
    if let epochLoss { fields.append("\"epoch_loss\":\(epochLoss)") }
    if let skippedSteps { fields.append("\"skipped_steps\":\(skippedSteps)") }
    return "{" + fields.joined(separator: ",") + "}"
  }

  /// Reads all lines of a metrics file; an incomplete last line, which a killed run may leave, is ignored.
  ///
  /// - Throws: `Problem` if there is no such file or a line does not have this form.
  public static func read(_ path: String) throws -> [Metrics] {
    let data = try readFile(path)
    let lines = data[..<(data.lastIndex(of: newline) ?? data.startIndex)].split(separator: newline)
    return try lines.enumerated().map { number, line in
      do {
        return try JSONDecoder().decode(Metrics.self, from: line)
      } catch {
        throw Problem(.badData, "\(path): line \(number + 1) is not a valid line of metrics")
      }
    }
  }

  private static let newline = UInt8(ascii: "\n")
}
