import Corpora
import Files
import Foundation
import Tensors

/// A bag of words and a classifier on top of it: text in, class out.
///
///     let classifier = try TextClassifier(folder: "runs/reviews")
///     let answer = try classifier.classify("a fine day")
///     classifier.configuration.classes[answer.predicted]   // "positive"
public struct TextClassifier {
  /// How the weights were computed.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case logistic
    case naiveBayes = "naive-bayes"
  }

  /// The description of the model in `config.json`.
  public struct Configuration: Codable, Equatable, Sendable {
    /// How the weights were computed.
    public var classifier: Kind
    /// The kind of values in the vectors.
    public var values: TermValues
    /// How texts are split into terms.
    public var terms: TermSplitter
    /// The names of the classes, by number.
    public var classes: [String]
    /// The number of training texts of each class.
    public var classCounts: [Int]
    /// The number of terms.
    public var vocabularySize: Int

    /// Creates a configuration.
    public init(
      classifier: Kind, values: TermValues, terms: TermSplitter, classes: [String], classCounts: [Int],
      vocabularySize: Int
    ) {
      self.classifier = classifier
      self.values = values
      self.terms = terms
      self.classes = classes
      self.classCounts = classCounts
      self.vocabularySize = vocabularySize
    }

    /// The names in files, which are also those of the options.
    private enum CodingKeys: String, CodingKey {
      case classifier, values, terms, classes, classCounts
      case vocabularySize = "vocabulary"
    }

    /// The names in files of earlier versions.
    private enum FormerKeys: String, CodingKey { case vocabularySize }

    /// Reads a configuration.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      let former = try decoder.container(keyedBy: FormerKeys.self)
      classifier = try fields.decode(Kind.self, forKey: .classifier)
      values = try fields.decode(TermValues.self, forKey: .values)
      terms = try fields.decode(TermSplitter.self, forKey: .terms)
      classes = try fields.decode([String].self, forKey: .classes)
      classCounts = try fields.decode([Int].self, forKey: .classCounts)
      vocabularySize =
        try former.decodeIfPresent(Int.self, forKey: .vocabularySize)
        ?? fields.decode(Int.self, forKey: .vocabularySize)
    }

    /// The class with the most training texts: the best guess without reading the text.
    public var majorityClass: Int {
      classCounts.indices.max { (classCounts[$0], -$0) < (classCounts[$1], -$1) } ?? 0
    }
  }

  /// The description of the model.
  public let configuration: Configuration
  /// How texts become vectors.
  public let bag: BagOfWords
  /// The weights.
  public let model: LinearClassifier

  /// Creates a classifier from parts that fit together.
  public init(_ configuration: Configuration, bag: BagOfWords, model: LinearClassifier) {
    require(
      bag.vocabulary.count == configuration.vocabularySize && model.weight.shape[0] == bag.vocabulary.count
        && model.classCount == configuration.classes.count
        && configuration.classCounts.count == configuration.classes.count,
      "TextClassifier: a vocabulary of \(bag.vocabulary.count) terms and a model of shape \(model.weight.shape), but "
        + "\(configuration.vocabularySize) terms and \(configuration.classes.count) classes in the configuration")
    self.configuration = configuration
    self.bag = bag
    self.model = model
  }

  /// Returns the vectors of texts, in the form that the model needs.
  public func vectors(of documents: Documents) -> SparseRows {
    bag.counts(of: documents).vectors(configuration.values, bag.vocabulary)
  }

  /// The classification of one text.
  public struct Answer: Sendable {
    /// The number of the predicted class.
    public let predicted: Int
    /// The probability of each class.
    public let probabilities: [Float]
    /// The evidence for the predicted class before any term is read: how much its bias is above the mean of all.
    public let bias: Float
    /// The known terms and the evidence of each for the predicted class, strongest first.
    public let evidence: [(term: String, weight: Float)]
    /// The terms that the model never saw, each once.
    public let unknown: [String]
  }

  /// Classifies a text.
  ///
  /// - Throws: `Problem` of kind `badData` if the weights are so large that the logits overflow.
  public func classify(_ text: String) throws -> Answer {
    let x = vectors(of: Documents([text]))
    let logits = try finiteLogits(x)
    let predicted = model.predictions(fromLogits: logits)[0]
    let evidence = zip(x.columns, x.values).map { column, value in
      (term: bag.vocabulary.terms[Int(column)], weight: value * model.evidence(ofTerm: Int(column))[predicted])
    }
    guard evidence.allSatisfy(\.weight.isFinite) else { throw Self.overflow }
    return Answer(
      predicted: predicted, probabilities: withoutGradients { logits.softmax() }.elements,
      bias: model.evidenceOfBias[predicted],
      // The sort is stable: ties stay in the order of the vocabulary.
      evidence: evidence.sorted { abs($0.weight) > abs($1.weight) }, unknown: bag.unknownTerms(in: text))
  }

  /// Returns the class with the highest logit for each text; `x` comes from ``vectors(of:)``.
  ///
  /// - Throws: `Problem` of kind `badData` if the weights are so large that the logits overflow.
  public func predictions(_ x: SparseRows) throws -> [Int] { model.predictions(fromLogits: try finiteLogits(x)) }

  /// Returns the evidence of each term for each class, as in ``LinearClassifier/evidence(ofTerm:)``: indexed by
  /// class, then by term.
  ///
  /// - Throws: `Problem` of kind `badData` if the weights are so large that their sums overflow.
  public func evidence() throws -> [[Float]] {
    var evidence = configuration.classes.map { _ in [Float](repeating: 0, count: bag.vocabulary.count) }
    for term in 0..<bag.vocabulary.count {
      for (number, weight) in model.evidence(ofTerm: term).enumerated() {
        guard weight.isFinite else { throw Self.overflow }
        evidence[number][term] = weight
      }
    }
    return evidence
  }

  private func finiteLogits(_ x: SparseRows) throws -> Tensor {
    let logits = withoutGradients { model.logits(x) }
    guard logits.isFinite else { throw Self.overflow }
    return logits
  }

  private static let overflow = Problem(
    .badData, "the model's weights are so large that their sums are no longer finite numbers")
}

// MARK: - The folder

extension TextClassifier {
  /// The files of a classifier's folder.
  public static let fileNames = ["config.json", "vocabulary.json", "model.safetensors"]

  /// The entries of `config.json` that describe the classifier; others are ignored.
  private struct Record: Codable {
    let model: Configuration
  }

  /// Writes the classifier into a folder, from which ``init(folder:)`` loads it again.
  ///
  /// - Throws: the errors of ``save(to:record:)``.
  public func save(to folder: String) throws { try save(to: folder, record: Record(model: configuration)) }

  /// Writes the classifier into a folder, creating it if it is missing. A model that is already there is replaced as a
  /// whole; see ``FolderReplacement``.
  ///
  /// - Parameter record: the contents of `config.json`; its entry `model` must be the classifier's ``configuration``.
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to folder: String, record: some Encodable) throws {
    try replaceFiles(Self.fileNames, in: folder) { place in
      func path(_ name: String) -> String { (place as NSString).appendingPathComponent(name) }
      try writeFile(json: record, to: path("config.json"))
      try writeFile(bag.vocabulary.json(), to: path("vocabulary.json"))
      // The weights are written last: a folder that has them is complete.
      try model.save(to: path("model.safetensors"))
    }
  }

  /// Loads the classifier from a run folder.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such folder or it contains something else; `badData` with
  ///   the file's name if one of its files is malformed.
  public init(folder: String) throws {
    try requireFiles(Self.fileNames, of: "a bag of words", in: folder)
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    let configuration = try readFile(
      json: Record.self, describing: "a classifier over a bag of words", at: path("config.json")
    ).model
    try configuration.check(path("config.json"))
    let vocabulary = try Vocabulary(contentsOf: path("vocabulary.json"))
    guard vocabulary.count == configuration.vocabularySize else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(vocabulary.count) terms, but the model has \(configuration.vocabularySize)")
    }
    let model = LinearClassifier(termCount: vocabulary.count, classCount: configuration.classes.count)
    try model.load(from: path("model.safetensors"))
    self.init(
      configuration, bag: BagOfWords(splitter: configuration.terms, vocabulary: vocabulary), model: model)
  }
}

extension TextClassifier.Configuration {
  fileprivate func check(_ path: String) throws {
    let (shortest, longest) = (terms.shortest, terms.longest)
    guard classes.count >= 2, Set(classes).count == classes.count, classCounts.count == classes.count,
      classCounts.allSatisfy({ $0 > 0 }), shortest >= 1, shortest <= longest, longest <= TermSplitter.longestAllowed
    else { throw Problem(.badData, "\(path) is inconsistent: its classes or its term lengths are invalid") }
  }
}
