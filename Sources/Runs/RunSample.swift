import Files
import Foundation

/// A text that a model wrote after a step of its training, as it stands in `samples.txt`.
public struct RunSample: Equatable, Sendable {
  /// The step.
  public let step: Int
  /// The text.
  public let text: String

  /// Creates a sample.
  public init(step: Int, text: String) { (self.step, self.text) = (step, text) }

  /// The name of the file in a run's folder.
  static let fileName = "samples.txt"

  private static let (start, end) = ("--- step ", " ---")

  /// The lines of the file for this sample.
  var entry: String { "\(Self.start)\(step)\(Self.end)\n\(text)\n\n" }

  /// Reads the samples of a run; there are none if the run has no such file.
  ///
  /// A model can write anything, also what looks like the start of a sample. So a sample only starts at a step that the
  /// run has reported and that comes after the one before.
  ///
  /// - Parameter steps: the steps that the run has reported.
  /// - Throws: `Problem` if the file cannot be read.
  public static func read(ofRun folder: String, steps: Set<Int>) throws -> [RunSample] {
    let path = (folder as NSString).appendingPathComponent(fileName)
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return samples(in: String(decoding: try readFile(path), as: UTF8.self), steps: steps)
  }

  /// Returns the samples in the text of a file.
  static func samples(in text: String, steps: Set<Int>) -> [RunSample] {
    var found: [(step: Int, lines: [Substring])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(start), line.hasSuffix(end), let step = Int(line.dropFirst(start.count).dropLast(end.count)),
        steps.contains(step), found.last.map({ $0.step < step }) ?? true
      {
        // The newline before this line belongs to the sample before.
        if let last = found.indices.last { found[last].lines.append("") }
        found.append((step, []))
      } else if let last = found.indices.last {
        found[last].lines.append(line)
      }
    }
    return found.map { step, lines in
      // Two newlines end each sample, also one that a killed run has written in part.
      let text = lines.joined(separator: "\n")
      return RunSample(step: step, text: text.hasSuffix("\n\n") ? String(text.dropLast(2)) : text)
    }
  }
}
