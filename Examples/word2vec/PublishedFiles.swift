import Files

/// Where published vectors and lists can be had.
enum PublishedFiles {
  case vectors, pairs, analogies

  static let gloveAddress = "https://nlp.stanford.edu/projects/glove/"
  static let pairsAddresses =
    "SimLex-999 (https://fh295.github.io/simlex.html) or WordSim-353 "
    + "(http://www.gabrilovich.com/resources/data/wordsim353/wordsim353.html)"
  static let analogiesAddress = "https://github.com/tmikolov/word2vec"

  /// What to say if such a file is missing.
  private var advice: String {
    switch self {
    case .vectors: "GloVe's vectors, in glove.6B.zip: \(Self.gloveAddress)"
    case .pairs: "Published lists: \(Self.pairsAddresses)."
    case .analogies: "The usual questions, questions-words.txt: \(Self.analogiesAddress)"
    }
  }

  /// Reads a file; if it is missing, the problem says where such files can be had.
  static func reading<Result>(_ kind: PublishedFiles, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let problem as Problem where problem.kind == .missing && problem.suggestion == nil {
      throw Problem(.missing, problem.message, suggestion: kind.advice)
    }
  }
}
