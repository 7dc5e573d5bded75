import Console
import Corpora
import Files
import WordVectors

/// The options that control training.
enum TrainingArguments {
  private static let defaults = Word2VecOptions()

  static let method = Option(
    "method", default: Method.skipGram,
    help: "the training method: Word2Vec from windows, or GloVe from counts of neighbors")
  static let objective = Option(
    "objective", default: defaults.objective,
    help: "the training objective; softmax is slow but easy to read, for a few thousand distinct words")
  static let dimensions = Option(
    "dimensions", default: defaults.dimensions, help: "dimensions of each vector", in: 1...10_000)
  static let window = Option<Int>.optional(
    "window", help: "the largest distance between neighbors, in words (default: 5, glove 10)", in: 1...100)
  static let negative = Option(
    "negative", default: defaults.negative, help: "negative samples (random words) per prediction", in: 1...60)
  static let epochs = Option<Int>.optional(
    "epochs", help: "how many times to go through the text (default: 5, glove 25)", in: 1...1_000_000)
  static let minimumCount = Option(
    "minimum-count", default: 5, help: "leave out words that occur less often", in: 1...)
  static let sample = Option(
    "sample", default: defaults.sample,
    help: "subsampling threshold: randomly skip words with a larger share of the text; 0 skips none", in: 0...)
  static let learningRate = Option<Double>.optional(
    "learning-rate", help: "the initial learning rate (default: 0.025, cbow 0.1, glove 0.2)",
    in: .leastNormalMagnitude...)
  static let minimumLearningRate = Option(
    "minimum-learning-rate", default: defaults.minimumLearningRate, help: "the final learning rate", in: 0...)
  static let split = Option(
    "split", default: WordCorpus.Split.words,
    help: "what a word is: letters and digits in lower case, or everything between spaces")
  static let sentences = Option(
    "sentences", default: WordCorpus.Sentences.line,
    help: "what a sentence is; words of different sentences are never neighbors")

  static let maximumCount = Option(
    "maximum-count", default: GloVeOptions().maximumCount,
    help: "for glove: pairs with at least this count all have the same weight", in: 0.001...1e9)

  /// All options that are fixed when a run starts.
  static let all: [any CommandOption] =
    [method, dimensions, window, epochs, minimumCount, learningRate] + windowOptions + [maximumCount, split, sentences]

  /// The options that GloVe does not use.
  private static let windowOptions: [any CommandOption] = [objective, negative, sample, minimumLearningRate]

  /// Returns the settings of a run from the user's options.
  static func settings(_ parsed: Parsed) throws -> WordVectorRunRecord.Settings {
    let method = parsed[method]
    let foreign = method == .glove ? windowOptions : [maximumCount]
    if let option = foreign.first(where: { parsed.isGiven($0) }) {
      throw Problem(.usage, "--\(option.declaration.name) has no effect with --method \(method.rawValue)")
    }
    return WordVectorRunRecord.Settings(
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
    // CBOW predicts from the mean of several words, so an update moves each word by only a fraction of the gradient.
    options.learningRate = parsed[learningRate] ?? (method == .cbow ? 0.1 : options.learningRate)
    options.minimumLearningRate =
      parsed.isGiven(minimumLearningRate)
      ? parsed[minimumLearningRate] : min(options.minimumLearningRate, options.learningRate)
    options.seed = UInt64(parsed[CommonOptions.seed])
    if parsed.isGiven(negative), options.objective != .negativeSampling {
      throw Problem(
        .usage, "--negative is for --objective negative-sampling; \(options.objective.rawValue) does not use it")
    }
    if options.objective == .softmax, method != .skipGram {
      throw Problem(.usage, "--objective softmax is only for --method skip-gram, not for \(method.rawValue)")
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

/// A training method.
enum Method: String, CaseIterable, Codable, OptionValue {
  case skipGram = "skip-gram"
  case cbow
  case glove
}

extension Word2VecOptions.Objective: OptionValue {}
extension WordCorpus.Split: OptionValue {}
extension WordCorpus.Sentences: OptionValue {}
