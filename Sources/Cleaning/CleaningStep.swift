import Corpora
import Kernels

/// One step of a ``Cleaner``: it looks at documents, and keeps, changes or removes each of them.
///
///     struct Shouting: CleaningStep {
///       let name = "shouting"
///       mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
///         documents.map { $0.text == $0.text.uppercased() ? .removed(because: "all in capitals") : .unchanged }
///       }
///     }
///
/// A step is a value: a copy of it remembers only what the copy has seen.
public protocol CleaningStep: Sendable {
  /// The name of the step, in options and reports.
  var name: String { get }

  /// Whether the step must see all documents before it can judge the first. Each such step costs one more pass.
  var needsSurvey: Bool { get }

  /// Looks at documents as the steps before have left them, if ``needsSurvey`` is true.
  mutating func survey(_ documents: [TextDocument])

  /// Judges documents, which come batch by batch and in order. The verdicts must not depend on where a batch ends.
  ///
  /// - Returns: one verdict per document.
  mutating func clean(_ documents: [TextDocument]) -> [Verdict]
}

extension CleaningStep {
  /// False: most steps judge a document by itself, or by those before it.
  public var needsSurvey: Bool { false }
  /// Does nothing.
  public mutating func survey(_ documents: [TextDocument]) {}
}

/// What a step says about a document.
public enum Verdict: Equatable, Sendable {
  /// The document stays as it is.
  case unchanged
  /// The document stays, with another text; the findings are the parts that were removed or replaced.
  case changed(to: String, findings: [String])
  /// The document does not stay.
  case removed(because: String)
}

/// Returns what `body` returns for each document. The threads share the documents.
func mapOnThreads<Result: Sendable>(
  _ documents: [TextDocument], _ body: (TextDocument) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: documents.count) { results, count in
    // Each thread initializes the results of its own documents only.
    nonisolated(unsafe) let base = results.baseAddress
    parallel(documents.count, work: documents.reduce(0) { $0 + 8 * $1.text.utf8.count }) { range in
      for i in range { (base! + i).initialize(to: body(documents[i])) }
    }
    count = documents.count
  }
}
