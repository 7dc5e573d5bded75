import BagOfWords
import Corpora
import Files
import Reports
import Transformers
import Tuning

/// By what fine-tuning on labeled texts is judged, besides the loss: how many held-out texts get their class, and how many
/// a bag of words gives it that learned from the same texts.
struct Classification {
  /// The accuracies of a run, in its results.
  struct Figures: Encodable {
    let texts: Int
    let accuracy: Double
    let bagOfWordsAccuracy: Double
    /// The accuracy of always answering the class with the most training texts.
    let baseline: Double
  }

  private let test: ClassificationTest
  private let bagOfWordsAccuracy, baseline: Double

  /// Trains the bag of words.
  ///
  /// - Parameters:
  ///   - training: the numbers of the texts that are learned from.
  ///   - heldOut: the numbers of the others; at least one.
  /// - Throws: `Problem` of kind `badData` if there is only one class, or if all texts of a class are held out.
  init(_ texts: LabeledTexts, training: [Int], heldOut: [Int], for chat: ChatModel) throws {
    let classes = texts.classes, places = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    guard classes.count > 1 else {
      throw Problem(
        .badData, "\(texts.path): every text has the label \(quoted(classes.first ?? "", limit: 40))",
        suggestion: "A classifier needs at least two classes.")
    }
    let targets = training.compactMap { places[texts.labels[$0]] }
    let counts = classes.indices.map { number in targets.count { $0 == number } }
    if let missing = counts.firstIndex(of: 0) {
      throw Problem(
        .badData, "\(texts.path): all texts with the label \(quoted(classes[missing], limit: 40)) are held out",
        suggestion: "Add more of them.")
    }
    test = try ClassificationTest(of: texts, heldOut, for: chat)
    let (bag, terms) = try BagOfWords.counting(texts.documents.selecting(training), order: .sorted)
    let configuration = TextClassifier.Configuration(
      classifier: .logistic, values: .counts, terms: bag.splitter, classes: classes, classCounts: counts,
      vocabularySize: bag.vocabulary.count)
    let other = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: classes.count))
    other.model.fitLogistic(terms.vectors(.counts, bag.vocabulary), targets: targets.map { Int32($0) }, c: 1)
    let evaluation = ClassifierEvaluation(
      actual: test.actual, predicted: try other.predictions(other.vectors(of: texts.documents.selecting(heldOut))),
      classCount: classes.count)
    bagOfWordsAccuracy = evaluation.accuracy
    baseline = evaluation.baseline(always: configuration.majorityClass)
  }

  /// Returns how a model does.
  func figures(of model: GPT) -> Figures {
    Figures(
      texts: test.actual.count, accuracy: test.accuracy(of: model), bagOfWordsAccuracy: bagOfWordsAccuracy,
      baseline: baseline)
  }
}

extension Classification.Figures: CustomStringConvertible {
  /// The accuracies side by side.
  var description: String {
    func share(_ value: Double) -> String { Formats.fixed(100 * value, decimals: 1) + " %" }
    return "held-out texts, \(Formats.grouped(texts)): \(share(accuracy)) classified correctly; a bag of words "
      + "\(share(bagOfWordsAccuracy)), always the most common class \(share(baseline))"
  }
}
