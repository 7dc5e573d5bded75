import BagOfWords
import Corpora
import Files
import NGrams
import Tensors

extension Safeguards {
  /// Trains the models of safeguards.
  ///
  ///     let examples = SafeguardExamples(of: world, seed: 1337)
  ///     let safeguards = try Safeguards(.usual, training: examples.training, text: text)
  ///
  /// - Parameters:
  ///   - examples: allowed and forbidden texts for the classifier; gibberish among them is left out.
  ///   - text: ordinary text for the n-gram model, which also learns the examples.
  /// - Throws: `Problem` of kind `badData` if there are no examples of one kind.
  public init(_ policy: SafeguardPolicy, training examples: [SafeguardExample], text: String) throws {
    let examples = examples.filter { $0.kind != .gibberish }
    let counts = [SafeguardExample.Kind.allowed, .forbidden].map { kind in examples.count { $0.kind == kind } }
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw Problem(.badData, "safeguards need examples of allowed and of forbidden texts")
    }
    // Pairs of words tell "a giant" from "a giant pot".
    let splitter = TermSplitter(lengths: 1...2)
    let (bag, terms) = try BagOfWords.counting(Documents(examples.map(\.text)), splitter: splitter, order: .sorted)
    let configuration = TextClassifier.Configuration(
      classifier: .logistic, values: .counts, terms: splitter, classes: Self.classes, classCounts: counts,
      vocabularySize: bag.vocabulary.count)
    let classifier = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: 2))
    classifier.model.fitLogistic(
      terms.vectors(.counts, bag.vocabulary), targets: examples.map { $0.kind == .forbidden ? 1 : 0 }, c: 10,
      tolerance: 1e-6)
    let lines = text + "\n" + examples.map(\.text).joined(separator: "\n") + "\n"
    let tokenizer = try NGramTokenizer(text: lines, level: .character)
    let model = try NGramModel(
      sentences: tokenizer.encode(lines), vocabulary: tokenizer.vocabulary, order: 4, smoothing: .wittenBell)
    try self.init(policy, classifier: classifier, language: SavedNGram(model: model, tokenizer: tokenizer))
  }
}
