import Corpora
import Files

/// Removes documents whose text came before, to the last character.
///
/// Only a 128-bit hash of each document is remembered, with its place: about 100 bytes per distinct document. Two
/// different texts have the same hash with a probability of about 2^-128.
public struct ExactDuplicates: CleaningStep {
  /// `duplicates`.
  public let name = "duplicates"

  private struct Key: Hashable, Sendable {
    let first, second: UInt64
  }

  private var places: [Key: Place] = [:]

  /// Creates the step.
  public init() {}

  /// Removes documents that came before.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    let keys = mapOnThreads(documents) { document in
      var text = document.text
      return text.withUTF8 { Key(first: hash(of: $0, seed: 1), second: hash(of: $0, seed: 2)) }
    }
    return zip(documents, keys).map { document, key in
      if let place = places[key] { return .removed(because: "the same as \(place)") }
      places[key] = Place(document)
      return .unchanged
    }
  }
}

/// Where a document is, without its text.
struct Place: Sendable, CustomStringConvertible {
  private let path: String
  private let line: Int

  init(_ document: TextDocument) { (path, line) = (document.path, document.line) }

  var description: String { TextDocument("", path: path, line: line).place }
}
