import Corpora
import Files
import Foundation

/// A pipeline that cleans texts: steps that are applied one after another to the documents of files and folders.
///
///     let cleaner = Cleaner([ControlCharacters(), UnicodeNormalization(), ExactDuplicates()])
///     let report = try cleaner.clean(["pages"], by: .file) { document in print(document.text) }
///     report.steps[2].removed   // the number of duplicates
///
/// Documents are read in batches, so texts of any length take little memory. Some steps remember something about each
/// document or line, and say how much. The result is the same on any number of threads.
public struct Cleaner: Sendable {
  /// The steps, in order.
  public let steps: [any CleaningStep]
  /// The approximate number of bytes that are cleaned at a time.
  let batchSize: Int

  /// Creates a cleaner with these steps.
  public init(_ steps: [any CleaningStep]) { self.init(steps, batchSize: 1 << 22) }

  init(_ steps: [any CleaningStep], batchSize: Int) { (self.steps, self.batchSize) = (steps, batchSize) }

  /// Cleans texts.
  ///
  /// The files are read once, and once more for each step that needs a survey.
  ///
  /// - Parameters:
  ///   - paths: files, folders, or `-` for standard input.
  ///   - unit: what a document is.
  ///   - lossy: whether to replace bytes that are not in a text's encoding with U+FFFD, "�", instead of throwing.
  ///   - exampleCount: how many documents the report shows per step.
  ///   - remark: receives a line for each thing that was changed or left out while reading.
  ///   - progress: is called after each batch with the number of bytes read so far, in all passes; it can throw to stop.
  ///   - write: receives each document that stays, in order.
  /// - Throws: `Problem` of kind `usage` if standard input or a pipe would have to be read twice; the errors of
  ///   ``forEachDocument(ofTexts:by:lossy:pieceSize:remark:_:)``, `progress` and `write`.
  public func clean(
    _ paths: [String], by unit: DocumentUnit, lossy: Bool = false, exampleCount: Int = 3,
    remark: (String) -> Void = { _ in }, progress: (_ bytes: Int) throws -> Void = { _ in },
    write: (TextDocument) throws -> Void
  ) throws -> CleaningReport {
    if let stream = paths.first(where: isStream), let step = steps.first(where: \.needsSurvey) {
      throw Problem(
        .usage, "the step \(step.name) reads the texts twice, but \(inputName(stream)) can be read only once",
        suggestion: "Write it to a file first, or leave out that step with \(Problem.setting("apply")).")
    }
    var steps = steps, bytes = 0
    func forEachBatch(remark: (String) -> Void, _ body: ([TextDocument]) throws -> Void) throws {
      var batch: [TextDocument] = [], size = 0
      func finish() throws {
        bytes += size
        try progress(bytes)
        try body(batch)
        (batch, size) = ([], 0)
      }
      try forEachDocument(ofTexts: paths, by: unit, lossy: lossy, remark: remark) { document in
        batch.append(document)
        size += document.text.utf8.count
        if size >= batchSize { try finish() }
      }
      if !batch.isEmpty { try finish() }
    }
    for index in steps.indices where steps[index].needsSurvey {
      // Copies of the steps before, which forget afterward what they saw in this pass.
      var before = Array(steps[..<index])
      try forEachBatch(remark: { _ in }) { batch in
        var batch = batch
        for i in before.indices { batch = Self.apply(&before[i], to: batch, nil) }
        steps[index].survey(batch)
      }
    }
    var report = CleaningReport(steps: steps.map { CleaningReport.Step(name: $0.name) })
    try forEachBatch(remark: remark) { batch in
      report.read(batch)
      var batch = batch
      for i in steps.indices {
        batch = Self.apply(&steps[i], to: batch) { document, verdict in
          report.steps[i].add(document, verdict, exampleCount: exampleCount)
        }
      }
      report.wrote(batch)
      for document in batch { try write(document) }
    }
    return report
  }

  /// Returns the documents that a step leaves.
  private static func apply(
    _ step: inout any CleaningStep, to documents: [TextDocument],
    _ note: ((_ document: TextDocument, _ verdict: Verdict) -> Void)?
  ) -> [TextDocument] {
    let verdicts = step.clean(documents)
    require(
      verdicts.count == documents.count, "\(step.name): \(verdicts.count) verdicts on \(documents.count) documents")
    var left: [TextDocument] = []
    left.reserveCapacity(documents.count)
    for (document, verdict) in zip(documents, verdicts) {
      var verdict = verdict
      switch verdict {
      case .unchanged: left.append(document)
      case .changed(let text, let findings):
        if let text = withoutOuterBlankLines(text) {
          var changed = document
          changed.text = text
          left.append(changed)
          verdict = .changed(to: text, findings: findings)
        } else {
          verdict = .removed(because: "nothing is left of it")
        }
      case .removed: break
      }
      note?(document, verdict)
    }
    return left
  }
}

/// Whether a path is standard input or a pipe, whose text is gone once it is read.
private func isStream(_ path: String) -> Bool {
  guard path != standardInput, let type = fileType(path) else { return path == standardInput }
  return type != S_IFREG && type != S_IFDIR
}

/// Returns a text without blank lines at its start and end; nil if all lines are blank.
private func withoutOuterBlankLines(_ text: String) -> String? {
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return nil }
  let start = scalars[..<first].lastIndex(of: "\n").map(scalars.index(after:)) ?? scalars.startIndex
  let end = scalars[last...].firstIndex(of: "\n") ?? scalars.endIndex
  return start == scalars.startIndex && end == scalars.endIndex ? text : String(scalars[start..<end])
}
