import Corpora
import Testing

/// Impossible settings and arguments stop the program with a message that names them and their values.
struct MistakesTests {
  @Test(arguments: Mistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"), "\(text.prefix(300))")
  }
}

enum Mistake: String, CaseIterable, Codable, Sendable {
  case fraction, context, batch, stride, microBatches, chunks, document, parts, lengths, longTerms, minimumCount,
    weights

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    return switch self {
    case .fraction:
      ("Split: a fraction of 1.5 is not in 0 ..< 1", { _ = Split("text", validation: 1.5, by: .character) })
    case .context:
      ("Split: a context of 0 tokens", { _ = try? Split([1, 2, 3], validation: 0, context: 0) })
    case .batch:
      ("Batch: 0 windows of 4 tokens", { _ = Batch(batchSize: 0, length: 4) })
    case .stride:
      (
        "EvaluationBatches: a stride of 9 in windows of 8",
        { _ = EvaluationBatches(of: [1, 2], batchSize: 1, length: 8, stride: 9) }
      )
    case .microBatches:
      ("microBatchCount: 3 windows of 0 tokens", { _ = Batch.microBatchCount(batchSize: 3, length: 0) })
    case .chunks:
      ("forEachChunk: chunks of 0 bytes", { _ = try? forEachChunk(ofTexts: ["nowhere"], chunkSize: 0) { _ in } })
    case .document:
      ("Documents: document 1 of 1", { _ = Documents(["one"]).selecting([1]) })
    case .parts:
      ("Documents: 0 parts", { _ = Documents(["one"]).parts(0) })
    case .lengths:
      ("TermSplitter: terms of 0...1 units; they must have from 1 to 16", { _ = TermSplitter(lengths: 0...1) })
    case .longTerms:
      ("TermSplitter: terms of 1...17 units; they must have from 1 to 16", { _ = TermSplitter(lengths: 1...17) })
    case .minimumCount:
      ("WordCorpus: a minimum count of 0", { _ = try? WordCorpus(contentsOf: "nowhere", minimumCount: 0) })
    case .weights:
      ("a choice needs alternatives with positive weights", { _ = Grammar.Rule.choice([(weight: 0, rule: "text")]) })
    }
  }
}
