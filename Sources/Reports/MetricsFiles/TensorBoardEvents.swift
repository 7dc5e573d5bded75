import Foundation
import Training

/// The records of an event file of TensorBoard, as its `event.proto` and `summary.proto` define them.
///
/// A record is the length of its message, a checksum of the length, the message, and a checksum of the message. The
/// first message names the version of the format; each of the others has the figures of one step, by their tags.
enum TensorBoardEvents {
  /// The first record.
  static func header(wallTime: Double) -> Data {
    var event = MessageFields()
    event.append(1, double: wallTime)
    event.append(3, text: "brain.Event:2")
    return record(event)
  }

  /// The record of a line of metrics.
  static func record(of metrics: Metrics, wallTime: Double) -> Data {
    var summary = MessageFields()
    for (tag, figure) in figures(metrics) {
      var value = MessageFields()
      value.append(1, text: tag)
      value.append(2, float: figure)
      summary.append(1, message: value)
    }
    var event = MessageFields()
    event.append(1, double: wallTime)
    event.append(2, integer: metrics.step)
    event.append(5, message: summary)
    return record(event)
  }

  /// The figures of a line that are known, by their tags; TensorBoard shows those with the same beginning together.
  private static func figures(_ metrics: Metrics) -> [(tag: String, figure: Float)] {
    let all: [(String, Float?)] = [
      ("loss/train", metrics.trainLoss), ("loss/validation", metrics.validationLoss.map(Float.init)),
      ("loss/epoch", metrics.epochLoss.map(Float.init)), ("training/learning_rate", Float(metrics.learningRate)),
      ("training/gradient_norm", metrics.gradientNorm.map(Float.init)),
      ("training/tokens_per_second", Float(metrics.tokensPerSecond)), ("training/tokens", Float(metrics.tokens)),
    ]
    return all.compactMap { tag, figure in figure.map { (tag, $0) } }
  }

  private static func record(_ event: MessageFields) -> Data {
    var length = Data(), record = Data()
    length.append(littleEndian: UInt64(event.bytes.count))
    record.append(length)
    record.append(littleEndian: CRC32C.masked(length))
    record.append(event.bytes)
    record.append(littleEndian: CRC32C.masked(event.bytes))
    return record
  }
}
