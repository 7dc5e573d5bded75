import Files
import Foundation

/// One line of `metrics.jsonl`: where a run stood after a step.
public struct Metrics: Codable, Equatable, Sendable {
  /// The updates made so far.
  public var step: Int
  /// The tokens trained on so far.
  public var tokens: Int
  /// The mean loss of this step's batches, before the update; none at step 0 and where there was no update.
  public var trainLoss: Float?
  /// The mean loss over the validation part, on lines of an evaluation.
  public var validationLoss: Double?
  /// The learning rate of this step.
  public var learningRate: Double
  /// The length of the gradient before clipping; none where nobody measures it.
  public var gradientNorm: Double?
  /// Tokens trained on a second since the last line, evaluation left out.
  public var tokensPerSecond: Double
  /// Seconds since the run began, stops left out.
  public var elapsed: Double
  /// The steps so far that made no update, if there were any.
  public var skippedSteps: Int?
  /// The mean loss over the whole epoch that ends with this step, if one does and the run counts in epochs.
  public var epochLoss: Double?
  /// Why this step made no update, if it made none; not written down.
  public var problem: Problem?

  /// A line with the given figures.
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

  /// The line as JSON, its fields in the order above. Losses have all their digits: reading gives back the same bits.
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

  /// Reads all lines of a metrics file; one that is not finished, as a killed run may leave it, is left out.
  ///
  /// - Throws: `Problem` when there is no such file or a line is not of this form.
  public static func read(_ path: String) throws -> [Metrics] {
    let data = try readFile(path)
    let lines = data[..<(data.lastIndex(of: newline) ?? data.startIndex)].split(separator: newline)
    return try lines.enumerated().map { number, line in
      do {
        return try JSONDecoder().decode(Metrics.self, from: line)
      } catch {
        throw Problem(.badData, "\(path): line \(number + 1) is not a line of metrics")
      }
    }
  }

  private static let newline = UInt8(ascii: "\n")
}
