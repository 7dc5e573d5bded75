import Corpora

/// What a ``Cleaner`` did: for each step, how many documents it changed and removed, with examples.
public struct CleaningReport: Encodable, Equatable, Sendable {
  /// What one step did.
  public struct Step: Encodable, Equatable, Sendable {
    /// The name of the step.
    public let name: String
    /// The number of documents that it saw.
    public internal(set) var documents = 0
    /// How many of them it changed.
    public internal(set) var changed = 0
    /// How many of them it removed.
    public internal(set) var removed = 0
    /// The number of places that it changed: lines, characters or addresses.
    public internal(set) var findings = 0
    /// By how many bytes of UTF-8 it made the texts shorter; below 0 if it made them longer.
    public internal(set) var bytesRemoved = 0
    /// The first documents that it changed or removed.
    public internal(set) var examples: [Example] = []

    init(name: String) { self.name = name }

    mutating func add(_ document: TextDocument, _ verdict: Verdict, exampleCount: Int) {
      documents += 1
      switch verdict {
      case .unchanged: return
      case .changed(let text, let found):
        changed += 1
        findings += found.count
        bytesRemoved += document.text.utf8.count - text.utf8.count
        guard examples.count < exampleCount else { return }
        examples.append(
          Example(
            place: document.place, isRemoved: false, reason: nil,
            texts: found.prefix(Example.textLimit).map(Example.excerpt)))
      case .removed(let reason):
        removed += 1
        bytesRemoved += document.text.utf8.count
        guard examples.count < exampleCount else { return }
        examples.append(
          Example(
            place: document.place, isRemoved: true, reason: reason, texts: [Example.excerpt(document.text)]))
      }
    }
  }

  /// A document that a step changed or removed.
  public struct Example: Encodable, Equatable, Sendable {
    /// Where the document is: `pages.txt:12`.
    public let place: String
    /// Whether the document was removed, and not just changed.
    public let isRemoved: Bool
    /// Why it was removed; nil if it was changed.
    public let reason: String?
    /// The beginning of the document that was removed, or the first parts that were removed from it or replaced.
    public let texts: [String]

    static let textLimit = 4

    /// Returns the beginning of a text.
    static func excerpt(_ text: String) -> String {
      let limit = 72, scalars = text.unicodeScalars
      let beginning = String(String.UnicodeScalarView(scalars.prefix(limit)))
      return scalars.index(scalars.startIndex, offsetBy: limit + 1, limitedBy: scalars.endIndex) == nil
        ? text : beginning + "..."
    }
  }

  /// The steps, in order.
  public internal(set) var steps: [Step]
  /// The number of documents, and of their bytes, before the first step.
  public private(set) var documentsRead = 0, bytesRead = 0
  /// The number of documents, and of their bytes, after the last step.
  public private(set) var documentsWritten = 0, bytesWritten = 0

  init(steps: [Step]) { self.steps = steps }

  mutating func read(_ documents: [TextDocument]) {
    documentsRead += documents.count
    bytesRead += documents.reduce(0) { $0 + $1.text.utf8.count }
  }

  mutating func wrote(_ documents: [TextDocument]) {
    documentsWritten += documents.count
    bytesWritten += documents.reduce(0) { $0 + $1.text.utf8.count }
  }
}
