import Foundation

/// What one training of a row of the records table brought; a line of the journal.
struct RecordResult: Codable {
  /// Everything that the loss depends on.
  struct Training: Codable, Equatable {
    /// The name and the options of the row.
    let row, options: String
    /// The fingerprint of the text, and the fraction of it that was held out.
    let text: String
    let validation: Double
    let seed, steps: Int

    init(_ row: RecordRow, text: String, validation: Double, seed: Int, steps: Int) {
      (self.row, options) = (row.name, row.options.joined(separator: " "))
      (self.text, self.validation, self.seed, self.steps) = (text, validation, seed, steps)
    }
  }

  let training: Training
  let threads: Int
  /// The duration of the training, counts included, without the evaluation.
  let seconds: Double
  /// The mean loss on the validation part, in nats per character.
  let loss: Double

  /// How each line of a journal starts: the names are sorted.
  static let start = #"{"loss":"#

  /// The line, with its end.
  func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
