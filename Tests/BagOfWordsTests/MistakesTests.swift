import BagOfWords
import Corpora
import Tensors
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
  case classes, evidence, smoothing, bayesTarget, bayesTerms, negative, c, cNaN, noTexts, targets, target, terms,
    tolerance, steps, limits, evaluation, nearest, parts

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    let model = LinearClassifier(termCount: 3, classCount: 2)
    model.initialize(seed: 1)
    let x = SparseRows(columnCount: 3, starts: [0, 1, 2], columns: [0, 2], values: [1, 1])
    let wide = SparseRows(columnCount: 4, starts: [0, 1], columns: [3], values: [1])
    let negative = SparseRows(columnCount: 3, starts: [0, 1], columns: [1], values: [-1])
    let none = SparseRows(columnCount: 3, starts: [0], columns: [], values: [])
    var limits = BagOfWords.Limits()
    limits.maximumShare = 0
    func classifier() throws -> TextClassifier {
      let bag = try BagOfWords.counting(Documents(["text text"])).bag
      return TextClassifier(
        .init(
          classifier: .logistic, values: .counts, terms: TermSplitter(), classes: ["a", "b"], classCounts: [1, 1],
          vocabularySize: 3), bag: bag, model: model)
    }
    return switch self {
    case .classes:
      ("LinearClassifier: 3 terms, 1 classes", { _ = LinearClassifier(termCount: 3, classCount: 1) })
    case .evidence:
      ("evidence: term 3 of 3", { _ = model.evidence(ofTerm: 3) })
    case .smoothing:
      (
        "naive Bayes: a smoothing of 0.0; it must be a number above 0",
        { model.countNaiveBayes(x, targets: [0, 1], smoothing: 0) }
      )
    case .bayesTarget:
      ("naive Bayes: text 1 has the target 2 of 2 classes", { model.countNaiveBayes(x, targets: [0, 2]) })
    case .bayesTerms:
      ("naive Bayes: texts of 4 terms for a model of 3", { model.countNaiveBayes(wide, targets: [0]) })
    case .negative:
      ("naive Bayes: counts cannot be negative", { model.countNaiveBayes(negative, targets: [0]) })
    case .c:
      (
        "logistic regression: C is -1.0; it must be a finite number above 0",
        { _ = model.logisticLoss(x, targets: [0, 1], c: -1) }
      )
    case .cNaN:
      (
        "logistic regression: C is nan; it must be a finite number above 0",
        { model.fitLogistic(x, targets: [0, 1], c: .nan) }
      )
    case .noTexts:
      ("logistic regression: there are no texts to learn from", { model.fitLogistic(none, targets: [], c: 1) })
    case .targets:
      ("logistic regression: 1 targets for 2 texts", { model.fitLogistic(x, targets: [0], c: 1) })
    case .target:
      (
        "logistic regression: text 0 has the target -1 of 2 classes",
        { _ = model.logisticLoss(x, targets: [-1, 0], c: 1) }
      )
    case .terms:
      ("logistic regression: texts of 4 terms for a model of 3", { model.fitLogistic(wide, targets: [0], c: 1) })
    case .tolerance:
      (
        "logistic regression: a tolerance of 0.0; it must be above 0",
        { model.fitLogistic(x, targets: [0, 1], c: 1, tolerance: 0) }
      )
    case .steps:
      (
        "logistic regression: at most -1 steps; it must be at least 0",
        { model.fitLogistic(x, targets: [0, 1], c: 1, maximumSteps: -1) }
      )
    case .limits:
      (
        "BagOfWords: terms of at least 1 documents and at most 0.0 of all",
        { _ = try? BagOfWords.counting(Documents(["a text"]), limits: limits) }
      )
    case .evaluation:
      (
        "ClassifierEvaluation: class 2 of 2 classes",
        { _ = ClassifierEvaluation(actual: [0], predicted: [2], classCount: 2) }
      )
    case .nearest:
      ("nearest: -1 documents", { _ = try? DocumentIndex(Documents(["a text"])).nearest(to: "text", count: -1) })
    case .parts:
      (
        "TextClassifier: a vocabulary of 1 terms and a model of shape (3, 2), but 3 terms and 2 classes in the configuration",
        { _ = try? classifier() }
      )
    }
  }
}
