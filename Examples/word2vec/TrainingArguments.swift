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
  static let embedding = Option(
    "embedding", default: defaults.embedding, help: "the size of each vector: how many numbers it has", in: 1...10_000
  ).formerly("dimensions")
  static let window = Option<Int>.optional(
    "window", help: "the largest distance between neighbors, in words (default: 5, glove 10)", in: 1...100)
  static let negative = Option(
    "negative", default: defaults.negative, help: "negative samples (random words) per prediction", in: 1...60)
  static let epochs = Option<Int>.optional(
    "epochs",
    help: "how many times to go through the text (default: 5, or for a small text as many as it takes to train on 1.5 "
      + "million words, up to 100; softmax 5, glove 25)", in: 1...1_000_000)
  static let minimumCount = Option(
    "minimum-count", default: 5, help: "leave out words that occur less often", in: 1...)
  static let subsample = Option(
    "subsample", default: defaults.subsample,
    help: "randomly skip words that make up more of the text than this share, frequent ones more often; 0 skips none",
    in: 0...
  ).formerly("sample")
  static let learningRate = Option<Double>.optional(
    "learning-rate", help: "the initial learning rate (default: 0.025, cbow 0.1, glove 0.2)",
    in: .leastNormalMagnitude...)
  static let minimumLearningRate = Option<Double>.optional(
    "minimum-learning-rate",
    help:
      "the final learning rate (default: \(figure(defaults.minimumLearningRate)), or the initial one if that is lower)",
    in: 0...)
  static let pattern = Option(
    "pattern", default: WordPattern.letters,
    help: "what a word is: two or more letters and digits, in lower case, the same with combining marks, or everything "
      + "between spaces"
  ).formerly("split")
  static let sentences = Option<WordCorpus.Sentences>.optional(
    "sentences",
    help:
      "what a sentence is: by default a paragraph if at least every 20th line of the text is empty, and otherwise a "
      + "line; words of different sentences are never neighbors")

  static let maximumCount = Option(
    "maximum-count", default: GloVeOptions().maximumCount,
    help: "for glove: pairs with at least this count all have the same weight", in: 0.001...1e9)

  /// All options that are fixed when a run starts.
  static let all: [any CommandOption] =
    [method, embedding, window, epochs, minimumCount, learningRate] + windowOptions
    + [maximumCount, pattern, sentences]

  /// The options that GloVe does not use.
  private static let windowOptions: [any CommandOption] = [objective, negative, subsample, minimumLearningRate]

  /// Returns the words to read, from the user's options.
  static func words(_ parsed: Parsed) -> WordSettings {
    WordSettings(
      pattern: parsed[pattern], sentences: parsed[sentences], minimumCount: parsed[minimumCount],
      lossy: parsed[CommonOptions.lossy])
  }

  /// Returns the training of a run, from the user's options and the number of words in the text.
  static func training(_ parsed: Parsed, wordCount: Int) throws -> TrainingSettings {
    try check(parsed)
    return parsed[method] == .glove ? .glove(glove(parsed)) : .word2vec(word2vec(parsed, wordCount: wordCount))
  }

  /// Refuses options that contradict each other or would have no effect.
  static func check(_ parsed: Parsed) throws {
    let method = parsed[method], objective = parsed[objective]
    let foreign = method == .glove ? windowOptions : [maximumCount]
    if let option = foreign.first(where: { parsed.isGiven($0) }) {
      throw Problem(.usage, "--\(option.declaration.name) has no effect with --method \(method.rawValue)")
    }
    if parsed.isGiven(negative), objective != .negativeSampling {
      throw Problem(.usage, "--negative is for --objective negative-sampling; \(objective.rawValue) does not use it")
    }
    if objective == .softmax, method != .skipGram {
      throw Problem(.usage, "--objective softmax is only for --method skip-gram, not for \(method.rawValue)")
    }
    if let minimum = parsed[minimumLearningRate], minimum > learningRate(parsed) {
      throw Problem(
        .usage, "--minimum-learning-rate \(figure(minimum)) is above --learning-rate, \(figure(learningRate(parsed)))")
    }
  }

  /// CBOW predicts from the mean of several words, so an update moves each word by only a fraction of the gradient.
  private static func learningRate(_ parsed: Parsed) -> Double {
    parsed[learningRate] ?? (parsed[method] == .cbow ? 0.1 : defaults.learningRate)
  }

  private static func word2vec(_ parsed: Parsed, wordCount: Int) -> Word2VecOptions {
    var options = Word2VecOptions()
    options.architecture = parsed[method] == .cbow ? .cbow : .skipGram
    options.objective = parsed[objective]
    options.embedding = parsed[embedding]
    options.window = parsed[window] ?? options.window
    options.negative = parsed[negative]
    // A pass with softmax takes a hundred times as long.
    let usual = options.objective == .softmax ? options.epochs : Word2VecOptions.usualEpochs(wordCount: wordCount)
    options.epochs = parsed[epochs] ?? usual
    options.subsample = parsed[subsample]
    options.learningRate = learningRate(parsed)
    options.minimumLearningRate =
      parsed[minimumLearningRate] ?? min(options.minimumLearningRate, options.learningRate)
    options.seed = UInt64(parsed[CommonOptions.seed])
    return options
  }

  private static func glove(_ parsed: Parsed) -> GloVeOptions {
    var options = GloVeOptions()
    options.embedding = parsed[embedding]
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
extension WordCorpus.Sentences: OptionValue {}
