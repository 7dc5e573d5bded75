import Files
import Numerics

/// A continuation that a beam search found.
public struct Beam: Equatable, Sendable {
  /// Its tokens, without those of the prompt.
  public let tokens: [Int32]
  /// The natural logarithm of its probability after the prompt.
  public let logProbability: Double

  /// Creates a beam.
  public init(tokens: [Int32], logProbability: Double) {
    self.tokens = tokens
    self.logProbability = logProbability
  }

  /// The log-probability divided by the length to the power of the penalty.
  func score(lengthPenalty: Double) -> Double {
    guard lengthPenalty != 0, !tokens.isEmpty else { return logProbability }
    // Own functions, so that every machine finds the same beams.
    return logProbability / exponential(lengthPenalty * naturalLogarithm(Double(tokens.count)))
  }
}

/// Reads several beams of the same length side by side.
package protocol BeamReader: AnyObject {
  /// Starts with one beam, and returns the logits of the token that follows, (V).
  func begin(_ prompt: [Int32]) -> [Float]

  /// Replaces the beams: each of the N new ones continues one of the earlier ones, given by its index, with a token.
  ///
  /// - Returns: the logits of the token that follows each new beam, (N, V).
  func advance(_ parents: [Int], with tokens: [Int32]) -> [Float]
}

/// Reads each beam from its beginning: any model can be read in this way.
final class RereadingBeamReader<Model: LanguageModel>: BeamReader {
  private let model: Model
  private var texts: [[Int32]] = []

  init(_ model: Model) { self.model = model }

  func begin(_ prompt: [Int32]) -> [Float] {
    texts = [prompt]
    return model.nextLogits(after: prompt)
  }

  func advance(_ parents: [Int], with tokens: [Int32]) -> [Float] {
    texts = zip(parents, tokens).map { texts[$0] + [$1] }
    return texts.flatMap(model.nextLogits)
  }
}

/// A beam during the search, and its row in the reader's logits unless it is complete.
private struct OpenBeam {
  let beam: Beam
  let score: Double
  let row: Int?
}

/// Finds likely continuations of a prompt; see ``LanguageModel/beamSearch(after:count:width:lengthPenalty:isComplete:)``.
package func beamSearch(
  _ reader: some BeamReader, after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double,
  isComplete: ([Int32]) -> Bool
) throws -> [Beam] {
  require(count >= 0, "beamSearch: \(count) tokens")
  require(width >= 1, "beamSearch: a width of \(width) keeps no beam; it must be at least 1")
  require(lengthPenalty.isFinite, "beamSearch: a length penalty of \(lengthPenalty)")
  var beams = [OpenBeam(beam: Beam(tokens: [], logProbability: 0), score: 0, row: 0)]
  guard count > 0 else { return beams.map(\.beam) }
  var logits = reader.begin(prompt)
  var candidates = Candidates(count: logits.count)
  for length in 1...count {
    // A complete beam competes with the longer ones. For an extension, the row is that of the beam that it continues.
    var longer = beams.filter { $0.row == nil }
    for beam in beams {
      guard let row = beam.row else { continue }
      longer += try extensions(of: beam.beam, limit: width, among: &candidates, lengthPenalty, row, logits)
    }
    // Of equals, the one that came first ranks first.
    let kept = longer.indices.sorted { (longer[$1].score, $0) < (longer[$0].score, $1) }.prefix(width)
    beams = kept.map { longer[$0] }
    let open = beams.indices.filter { beams[$0].row != nil && !isComplete(beams[$0].beam.tokens) }
    let parents = open.compactMap { beams[$0].row }, tokens = open.compactMap { beams[$0].beam.tokens.last }
    beams = beams.indices.map { i in
      OpenBeam(beam: beams[i].beam, score: beams[i].score, row: open.firstIndex(of: i))
    }
    if open.isEmpty || length == count { break }
    logits = reader.advance(parents, with: tokens)
  }
  return beams.map(\.beam)
}

/// Returns the likeliest continuations of a beam by one token.
private func extensions(
  of beam: Beam, limit: Int, among candidates: inout Candidates, _ lengthPenalty: Double, _ row: Int, _ logits: [Float]
) throws -> [OpenBeam] {
  let V = candidates.count
  let best = try logits.withUnsafeBufferPointer {
    try candidates.load(UnsafeBufferPointer(rebasing: $0[row * V..<(row + 1) * V]))
  }
  candidates.becomeLogProbabilities(best: best)
  return (0..<min(limit, V)).compactMap { rank in
    let (token, logProbability) = candidates.ranked(rank)
    guard logProbability > -.infinity else { return nil }
    let longer = Beam(tokens: beam.tokens + [token], logProbability: beam.logProbability + Double(logProbability))
    return OpenBeam(beam: longer, score: longer.score(lengthPenalty: lengthPenalty), row: row)
  }
}
