import Console
import Corpora
import Files
import WordVectors

/// The options that say how to train.
enum TrainingArguments {
  private static let defaults = Word2VecOptions()

  static let method = Option(
    "method", default: Method.skipGram, help: "what learns: Word2Vec from windows, or GloVe from counts of neighbours")
  static let objective = Option(
    "objective", default: defaults.objective,
    help: "how a prediction is judged; softmax is the slow and readable way, for some thousand different words")
  static let dimensions = Option("dimensions", default: defaults.dimensions, help: "numbers a word", in: 1...10_000)
  static let window = Option<Int>.optional(
    "window", help: "how many words to either side count as near at most (default: 5, glove 10)", in: 1...100)
  static let negative = Option(
    "negative", default: defaults.negative, help: "random words that each word is judged against", in: 1...60)
  static let epochs = Option<Int>.optional(
    "epochs", help: "how often the text is gone through (default: 5, glove 25)", in: 1...1_000_000)
  static let minimumCount = Option(
    "minimum-count", default: 5, help: "how often a word must occur to be learnt", in: 1...)
  static let sample = Option(
    "sample", default: defaults.sample, help: "words with a larger share of the text are left out at times; 0: none",
    in: 0...)
  static let learningRate = Option<Double>.optional(
    "learning-rate", help: "the learning rate at the start (default: 0.025, cbow 0.1, glove 0.2)",
    in: .leastNormalMagnitude...)
  static let minimumLearningRate = Option(
    "minimum-learning-rate", default: defaults.minimumLearningRate, help: "the learning rate at the end", in: 0...)
  static let split = Option(
    "split", default: WordCorpus.Split.words,
    help: "what a word is: letters and digits in lower case, or what stands between spaces")
  static let sentences = Option(
    "sentences", default: WordCorpus.Sentences.line, help: "what a sentence is: words of two are no neighbours")

  static let maximumCount = Option(
    "maximum-count", default: GloVeOptions().maximumCount,
    help: "for glove: from which count on all pairs weigh the same", in: 0.001...1e9)

  /// All that a run is told once and for all.
  static let all: [any CommandOption] =
    [method, dimensions, window, epochs, minimumCount, learningRate] + windowOptions + [maximumCount, split, sentences]

  /// What says nothing to GloVe.
  private static let windowOptions: [any CommandOption] = [objective, negative, sample, minimumLearningRate]

  /// What a run is told to do.
  static func settings(_ parsed: Parsed) throws -> RunRecord.Settings {
    let method = parsed[method]
    let foreign = method == .glove ? windowOptions : [maximumCount]
    if let option = foreign.first(where: { parsed.isGiven($0) }) {
      throw Problem(.usage, "--\(option.declaration.name) says nothing to --method \(method.rawValue)")
    }
    return RunRecord.Settings(
      method: method, word2vec: method == .glove ? nil : try word2vec(parsed),
      glove: method == .glove ? glove(parsed) : nil, split: parsed[split], sentences: parsed[sentences],
      minimumCount: parsed[minimumCount], lossy: parsed[CommonOptions.lossy])
  }

  private static func word2vec(_ parsed: Parsed) throws -> Word2VecOptions {
    let method = parsed[method]
    var options = Word2VecOptions()
    options.architecture = method == .cbow ? .cbow : .skipGram
    options.objective = parsed[objective]
    options.dimensions = parsed[dimensions]
    options.window = parsed[window] ?? options.window
    options.negative = parsed[negative]
    options.epochs = parsed[epochs] ?? options.epochs
    options.sample = parsed[sample]
    // The mean of several words moves each of them by its share only.
    options.learningRate = parsed[learningRate] ?? (method == .cbow ? 0.1 : options.learningRate)
    options.minimumLearningRate =
      parsed.isGiven(minimumLearningRate)
      ? parsed[minimumLearningRate] : min(options.minimumLearningRate, options.learningRate)
    options.seed = UInt64(parsed[CommonOptions.seed])
    if parsed.isGiven(negative), options.objective != .negativeSampling {
      throw Problem(.usage, "--negative goes with --objective negative-sampling, not \(options.objective.rawValue)")
    }
    if options.objective == .softmax, method != .skipGram {
      throw Problem(.usage, "--objective softmax goes with --method skip-gram, not \(method.rawValue)")
    }
    guard options.minimumLearningRate <= options.learningRate else {
      throw Problem(.usage, "--minimum-learning-rate is above --learning-rate")
    }
    return options
  }

  private static func glove(_ parsed: Parsed) -> GloVeOptions {
    var options = GloVeOptions()
    options.dimensions = parsed[dimensions]
    options.window = parsed[window] ?? options.window
    options.epochs = parsed[epochs] ?? options.epochs
    options.learningRate = parsed[learningRate] ?? options.learningRate
    options.maximumCount = parsed[maximumCount]
    options.seed = UInt64(parsed[CommonOptions.seed])
    return options
  }
}

/// What learns.
enum Method: String, CaseIterable, Codable, OptionValue {
  case skipGram = "skip-gram"
  case cbow
  case glove
}

extension Word2VecOptions.Objective: OptionValue {}
extension WordCorpus.Split: OptionValue {}
extension WordCorpus.Sentences: OptionValue {}
