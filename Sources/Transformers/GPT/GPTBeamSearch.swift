import LanguageModels
import Tensors

/// A GPT that reads beams as sequences side by side.
///
/// The order of the sequences does not matter. So the first beam that continues an earlier one takes its place, without
/// copying anything, and a further one gets a copy of its keys and values in the place of a beam that was dropped.
final class GPTBeamReader: BeamReader {
  private let decoder: GPTDecoder
  /// The sequence of each beam.
  private var places: [Int] = []

  /// Creates a reader of up to `width` beams, at most ``GPTDecoder/mostSequences``.
  init(_ model: GPT, width: Int) { decoder = GPTDecoder(model, sequenceCount: width) }

  func begin(_ prompt: [Int32]) -> [Float] {
    decoder.prefill(prompt)
    places = [0]
    return logits()
  }

  func advance(_ parents: [Int], with tokens: [Int32]) -> [Float] {
    let earlier = parents.map { places[$0] }
    var free = Set(0..<decoder.sequenceCount).subtracting(earlier).sorted(), taken: Set<Int> = []
    places = earlier.map { taken.insert($0).inserted ? $0 : free.removeFirst() }
    for (from, to) in zip(earlier, places) where from != to { decoder.copySequence(from: from, to: to) }
    // Sequences without a beam get any token.
    var next = [Int32](repeating: tokens[0], count: decoder.sequenceCount)
    for (place, token) in zip(places, tokens) { next[place] = token }
    decoder.step(next)
    return logits()
  }

  /// The logits of each beam.
  private func logits() -> [Float] {
    let all = decoder.logits.elements, V = decoder.model.configuration.vocabularySize
    return places.flatMap { all[$0 * V..<($0 + 1) * V] }
  }
}

extension GPT {
  /// Finds likely continuations of `prompt`. Up to sixteen beams are read side by side, with the weights read once for
  /// all of them and the keys and values of their common beginning computed once.
  ///
  /// When the context is full, its last half is read again, as in ``GPTDecoder``.
  public func beamSearch(
    after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double, isComplete: ([Int32]) -> Bool
  ) throws -> [Beam] {
    guard width <= GPTDecoder.mostSequences else {
      return try rereadingBeamSearch(
        after: prompt, count: count, width: width, lengthPenalty: lengthPenalty, isComplete: isComplete)
    }
    return try LanguageModels.beamSearch(
      GPTBeamReader(self, width: max(1, width)), after: prompt, count: count, width: width,
      lengthPenalty: lengthPenalty, isComplete: isComplete)
  }
}
