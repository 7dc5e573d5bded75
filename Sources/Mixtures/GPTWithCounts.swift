import Corpora
import Files
import Foundation
import Kernels
import LanguageModels
import Numerics
import Tensors
import Tokenizers
import Transformers

/// A GPT and counts of a text, mixed: for each character, the network's prediction is one of those that a
/// ``ContextMixer`` weighs against those of its contexts.
///
/// Each knows something that the other does not. The network has learned what similar contexts have in common, but
/// needs many steps to learn a rare word by heart; the counts know each word that they saw once, but nothing about a
/// context that they never saw. The weights depend on how long the longest known context is, so the mixture trusts the
/// counts where they have something to say.
///
/// As a model it is a distribution over all characters that depends on the text before it only: the counts do not
/// change while it is evaluated or writes, and how far the network is trusted depends on how well it predicted this
/// text so far. To let counts and weights learn as it reads, use ``learns``.
///
///     let model = try GPTWithCounts(gpt, tokenizer, text: tokens, unseen: tokens.count / 10)
///     model.evaluate(validation, from: 1).loss
public final class GPTWithCounts {
  /// The network.
  public let gpt: GPT
  /// The counts, and how they are mixed with the network.
  public let mixer: ContextMixer
  /// Whether the model learns from each character that it reads, counts and weights, after it predicted it.
  ///
  /// What it has learned stays, so the results of an evaluation depend on what was read before.
  public var learns: Bool {
    get { mixer.learning == .all }
    set { mixer.learning = newValue ? .all : .nothing }
  }

  /// Whether evaluation also trains the network on each window of the text, after it was predicted; see
  /// ``NetworkLearner``. What the network has learned stays, too.
  public var learnsNetwork: Bool {
    get { learner != nil }
    set { learner = newValue ? learner ?? NetworkLearner(gpt) : nil }
  }
  private var learner: NetworkLearner?

  /// How many tokens before the first predicted one the counts look back at.
  private static let contextLength = 64

  /// How many tokens at the end of the counted text teach the weights before the network joins; more take time and change
  /// little.
  private static let learnedLength = 200_000

  init(gpt: GPT, mixer: ContextMixer) {
    (self.gpt, self.mixer) = (gpt, mixer)
  }

  /// Counts a text and learns how to mix the counts with a network.
  ///
  /// - Parameters:
  ///   - text: the text, in the network's tokens.
  ///   - unseen: the number of tokens, at the end of the text, from which the weights are learned; at least 1 token
  ///     comes before them. They should not have been used to train the network, or it would be trusted too much: a text
  ///     that a network has learned by heart says nothing about how well it predicts others.
  public convenience init(_ gpt: GPT, _ tokenizer: CharacterTokenizer, text: [Int32], unseen: Int) {
    require(
      unseen >= 0 && unseen < text.count, "GPTWithCounts: \(unseen) unseen tokens in a text of \(text.count)")
    let mixer = ContextMixer(scalars: tokenizer.vocabulary, capacity: text.count)
    let start = text.count - unseen, first = max(0, start - Self.learnedLength)
    mixer.count(text[..<first])
    for token in text[first..<start] { _ = mixer.probability(reading: token) }
    var predictions = NetworkPredictions(
      of: gpt, text, from: start, batchSize: 16, stride: max(1, gpt.configuration.contextLength / 2))
    mixer.settle(on: Array(text[start...])) { _ in predictions.next(mixer.setNetwork) }
    self.init(gpt: gpt, mixer: mixer)
  }

  /// Begins a new text with these tokens.
  private func begin(after tokens: some Collection<Int32>) {
    let learning = mixer.learning
    mixer.learning = .nothing
    mixer.begin()
    for token in tokens.suffix(Self.contextLength) { mixer.read(token) }
    mixer.learning = learning
  }

  /// Returns the logarithms of the probabilities of the next token, given the network's logits.
  private func logits(_ network: UnsafePointer<Float>) -> [Float] {
    var values = [Float](repeating: 0, count: mixer.tree.tokenCount)
    values.withUnsafeMutableBufferPointer { values in
      guard let first = values.baseAddress else { return }
      softmax(first, network, rows: 1, columns: values.count)
      mixer.setNetwork(UnsafeBufferPointer(values))
    }
    return mixedLogits()
  }

  /// Returns the logarithms of the mixer's probabilities of the next token.
  private func mixedLogits() -> [Float] {
    var values = [Float](repeating: 0, count: mixer.tree.tokenCount)
    values.withUnsafeMutableBufferPointer { values in
      guard let first = values.baseAddress else { return }
      mixer.fillProbabilities(into: values)
      elementwise(.log, first, first, count: values.count)
    }
    return values
  }
}

extension GPTWithCounts: LanguageModel {
  /// The network's parameters, the statistics of the contexts, and the weights.
  public var parameterCount: Int { gpt.parameterCount + mixer.parameterCount }

  /// Begins a new text with these tokens, of which the network predicts those that fit in its context, so the mixer
  /// knows how well it did. Returns the logarithms of the probabilities of the next token.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    let T = gpt.configuration.contextLength, seen = Array(tokens.suffix(T)), learning = mixer.learning
    begin(after: tokens.dropLast(max(0, seen.count - 1)))
    // The last row predicts the token that is not there yet.
    var predictions = NetworkPredictions(of: gpt, seen + [0], from: 1, batchSize: 1, stride: T)
    mixer.learning = .nothing
    for token in seen.dropFirst() {
      predictions.next(mixer.setNetwork)
      _ = mixer.probability(reading: token)
    }
    mixer.learning = learning
    predictions.next(mixer.setNetwork)
    return mixedLogits()
  }

  /// Continues `prompt` token by token, as the GPT does.
  ///
  /// - Parameter prompt: at least one token.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the network's numbers are not finite.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    require(count >= 0, "generate: \(count) tokens")
    guard count > 0 else { return }
    let decoder = GPTDecoder(gpt)
    decoder.prefill(prompt)
    var next = nextLogits(after: prompt)
    for drawn in 1...count {
      let token = try sampler.draw(next, using: &generator)
      try emit(token)
      guard drawn < count else { break }
      _ = mixer.probability(reading: token)
      decoder.step([token])
      next = withExtendedLifetime(decoder.logits) { logits($0.data) }
    }
  }

  /// Measures how well the model predicts the tokens from `start` on, each from the tokens before it; the network reads
  /// them in windows that overlap by half.
  ///
  /// - Parameter start: at least 1, since the network predicts nothing from nothing.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    evaluate(tokens, from: start, batchSize: 16, stride: max(1, gpt.configuration.contextLength / 2))
  }

  /// Measures how well the model predicts the tokens from `start` on, as ``evaluate(_:from:)`` does.
  ///
  /// - Parameters:
  ///   - batchSize: the number of the network's windows at a time; a network that learns reads one.
  ///   - stride: the distance from one window to the next, at most the context length.
  public func evaluate(_ tokens: [Int32], from start: Int, batchSize: Int, stride: Int) -> Evaluation {
    begin(after: tokens[..<start])
    var predictions = NetworkPredictions(
      of: gpt, tokens, from: start, batchSize: batchSize, stride: stride, learner: learner)
    var result = Evaluation()
    for token in tokens[start...] {
      predictions.next(mixer.setNetwork)
      result.add(cost: -log(mixer.probability(reading: token)))
    }
    return result
  }
}
