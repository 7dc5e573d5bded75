import Mixtures

/// Codes each token as the answers on its path through the tree of a ``ContextMixer``, which learns as it goes or not.
///
/// The mixer's own numbers are the same on every machine. If a model takes part, its predictions are a further member of
/// the mixture, and the file can be restored wherever the model computes the same numbers.
final class MixingCoder: TokenCoder {
  /// Returns a mixer in the state in which every text begins, given the length of the text in bytes.
  private let start: (_ length: Int) throws -> ContextMixer
  private let model: (any TokenPredictor)?
  private let learns: Bool
  private let shortestPath: Int
  private var mixer: ContextMixer
  /// Whether the mixer has read nothing yet.
  private var isNew: Bool
  private var probabilities: [Float]

  /// Creates a coder of a mixer that is ready.
  ///
  /// - Parameters:
  ///   - model: a model that takes part in the mixture; its tokens are the mixer's.
  ///   - mixer: the mixer for the first text, or nil to start another one for it.
  ///   - start: returns a mixer for another text.
  init(
    learns: Bool, model: (any TokenPredictor)? = nil, mixer: ContextMixer? = nil,
    start: @escaping (_ length: Int) throws -> ContextMixer
  ) rethrows {
    self.mixer = try mixer ?? start(0)
    isNew = mixer != nil
    (self.start, self.model, self.learns) = (start, model, learns)
    probabilities = [Float](repeating: 0, count: model?.tokenCount ?? 0)
    shortestPath = self.mixer.shortestPath
  }

  var leastBits: Double { Double(shortestPath) * ContextMixer.leastBits }

  func begin(length: Int) {
    // What could be made once can be made again.
    if !isNew, let new = try? start(length) { mixer = new }
    isNew = false
    mixer.begin()
    mixer.learning = learns ? .all : .nothing
    model?.begin()
  }

  func encode(_ token: Int32, _ encoder: inout ArithmeticEncoder) -> Double {
    askModel()
    var probability = 1.0
    mixer.follow(token) { yes, answer in
      let share = Self.share(yes, answer)
      encoder.encode(share)
      probability *= Double(share.frequency) / Double(SymbolShare.largestTotal)
    }
    model?.accept(token)
    return probability
  }

  func decode(_ decoder: inout ArithmeticDecoder) -> Int32 {
    askModel()
    let token = mixer.find { yes in
      let share = Self.share(yes, 1)
      let answer = decoder.point(total: share.total) < share.frequency ? 1 : 0
      decoder.advance(past: answer == 1 ? share : Self.share(yes, 0))
      return answer
    }
    model?.accept(token)
    return token
  }

  func acceptUnknown() { model?.acceptUnknown() }

  private func askModel() {
    guard let model else { return }
    probabilities.withUnsafeMutableBufferPointer {
      model.fillProbabilities(into: $0)
      mixer.setNetwork(UnsafeBufferPointer($0))
    }
  }

  /// The share of an answer: yes comes first.
  private static func share(_ yes: Float, _ answer: Int) -> SymbolShare {
    let total = SymbolShare.largestTotal, part = UInt32(yes * Float(total))
    return answer == 1
      ? SymbolShare(start: 0, frequency: part, total: total)
      : SymbolShare(start: part, frequency: total - part, total: total)
  }
}
