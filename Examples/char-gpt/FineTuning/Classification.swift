import BagOfWords
import Corpora
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
  /// - Parameter split: with at least one text held out.
  /// - Throws: `Problem` of kind `badData` that names a text that does not fit the model.
  init(_ texts: LabeledTexts, _ split: LabeledSplit, for chat: ChatModel) throws {
    let classes = split.classes, targets = split.training.map { Int32(split.targets[$0]) }
    test = try ClassificationTest(of: texts, split.heldOut, for: chat)
    let (bag, terms) = try BagOfWords.counting(texts.documents.selecting(split.training), order: .sorted)
    let configuration = TextClassifier.Configuration(
      classifier: .logistic, values: .counts, terms: bag.splitter, classes: classes, classCounts: split.classCounts,
      vocabularySize: bag.vocabulary.count)
    let other = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: classes.count))
    other.model.fitLogistic(terms.vectors(.counts, bag.vocabulary), targets: targets, c: 1)
    let evaluation = ClassifierEvaluation(
      actual: test.actual,
      predicted: try other.predictions(other.vectors(of: texts.documents.selecting(split.heldOut))),
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
