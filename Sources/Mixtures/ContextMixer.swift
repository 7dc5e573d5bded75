import Files
import Foundation

/// Predicts each token of a text by mixing what counts of different contexts say, and what a network says if there is
/// one.
///
/// A token is predicted as the answers on its path through a `CodeTree`. For each answer there are these predictions,
/// as log-odds:
///
/// - for each of the contexts of `TextContexts`, two from the answers that came after it: their frequency, and what
///   histories such as theirs are worth (`BitStatistics`);
/// - from the place where the last tokens occurred before, the token that came next there (`RepeatedText`);
/// - the network's, the sum of its probabilities of all tokens under yes, over that of all tokens under the node.
///
/// Several mixers add them up with different sets of weights, each selected by a small context; their results are mixed
/// once more and corrected by experience (`Mixer`, `Correction`), or by how well the network predicted the text so far
/// (`Hindsight`). The design is that of the PAQ compressors (Mahoney 2005, "Adaptive weighing of context models for
/// lossless data compression", and 2013, "Data compression explained", section 4.3), for the tokens of any vocabulary
/// and with one more member.
///
/// Everything can be learned as the text is read, each answer after it was predicted. So the same text leads to the same
/// state, and what a compressor has learned its decompressor has too. All arithmetic is of integers and single IEEE
/// operations in a fixed order: the same bits on every machine and in every build.
public final class ContextMixer {
  /// What a mixer learns from the tokens that it reads.
  public struct Learning: OptionSet, Sendable {
    /// The raw value of an option set.
    public let rawValue: Int
    /// Creates a set from its raw value.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The statistics of the contexts: the text itself.
    public static let counts = Learning(rawValue: 1)
    /// How to mix: the weights, what histories are worth, and the corrections.
    public static let weights = Learning(rawValue: 2)
    /// All of it.
    public static let all: Learning = [.counts, .weights]
    /// Nothing.
    public static let nothing: Learning = []
  }

  /// The questions that lead to a token.
  package let tree: CodeTree
  /// What is learned from now on.
  public var learning = Learning.all
  /// How far the weights move at each answer.
  private var rates = LearningRates()

  /// About how many tokens the table has memory for.
  let capacity: Int
  let contextCount = TextContexts.count
  private var contexts: TextContexts
  private var repeated: RepeatedText
  private let table: ContextTable
  private var odds: NodeOdds
  /// For each context and history, how often yes came after it.
  var histories: [LearnedProbability]
  /// For each length of a match, how often the expectation was right.
  var confidence: [LearnedProbability]
  /// Mixers, the last of which mixes the results of the others.
  var mixers: [Mixer]
  var finalWeights: [Float]
  var correction: Correction
  /// A mixer that does not see the network.
  var countsAlone: Mixer
  private var hindsight: Hindsight

  private let stretched: [Float], squashed: [Float], next: [UInt16]

  // The state of the question asked last.
  private var inputs: Mixer.Inputs = (.zero, .zero)
  private var found: [UnsafeMutablePointer<BitStatistics>] = []
  private var sets = [0, 0, 0, 0, 0]
  private var mixed: [Float] = [0, 0, 0, 0, 0]
  private var mixedProbability: Float = 0.5
  private var opinions = Hindsight.Opinions.zero
  private var finalProbability: Float = 0.5
  private var node = 0
  private var matchLength = 0
  private var expectedAnswer = 0
  /// The expected token's answers, while the text agrees with them.
  private var expectedPath: ArraySlice<Int32> = []

  /// Creates a mixer that has learned nothing.
  ///
  /// - Parameters:
  ///   - tree: the vocabulary.
  ///   - letters: for each token, 0 or the number of a letter, the same for both cases.
  ///   - lineEnd: the token of a newline, if there is one.
  ///   - capacity: about how many tokens it will learn; this determines its memory, at most 128 MB.
  init(tree: CodeTree, letters: [UInt64], lineEnd: Int32?, capacity: Int) {
    require(letters.count == tree.tokenCount, "ContextMixer: letters of \(letters.count) of \(tree.tokenCount) tokens")
    self.tree = tree
    self.capacity = capacity
    contexts = TextContexts(letters: letters, lineEnd: lineEnd)
    var bits = 12
    while bits < 24, 1 << bits < 12 * min(max(0, capacity), 1 << 24) { bits += 1 }
    table = ContextTable(bits: bits)
    repeated = RepeatedText(bits: min(20, bits))
    odds = NodeOdds(tree)
    let shared = LogOdds.shared
    (stretched, squashed, next) = (shared.stretched, shared.squashed, BitHistory.next)
    let fresh = (0..<BitHistory.count).map { history in
      let no = Double(history >> 6), yes = Double(history >> 2 & 15)
      return LearnedProbability((yes + 0.4) / (no + yes + 0.8))
    }
    histories = (0..<TextContexts.count).flatMap { _ in fresh }
    confidence = (0..<RepeatedText.lengthCount).map { LearnedProbability(0.5 + 0.45 * min(1, Double($0) / 16)) }
    let nodes = max(1, tree.nodeCount), V = tree.tokenCount, orders = TextContexts.longest + 1
    mixers = [nodes, 16 * orders, V + 1, orders * nodes, 25].map { Mixer(setCount: $0, initial: 0.15) }
    finalWeights = [Float](repeating: 1 / 5, count: 5 * nodes)
    correction = Correction(contextCount: nodes * (V + 1), squashed)
    countsAlone = Mixer(setCount: orders * nodes, initial: 0.15)
    hindsight = Hindsight(nodeCount: nodes)
    found = [UnsafeMutablePointer<BitStatistics>](
      repeating: table.find(0, node: 0, region: 0, adding: false), count: contextCount)
  }

  /// Creates a mixer for characters, or other tokens, of which these are the UTF-8: all different, and none the
  /// beginning of another.
  package convenience init(codes: [[UInt8]], capacity: Int) {
    self.init(
      tree: CodeTree(codes: codes), letters: codes.map(letterNumber(ofCode:)),
      lineEnd: codes.firstIndex(of: [UInt8(ascii: "\n")]).map { Int32($0) }, capacity: capacity)
  }

  /// Creates a mixer for characters.
  public convenience init(scalars: [Unicode.Scalar], capacity: Int) {
    self.init(codes: scalars.map { Array(String($0).utf8) }, capacity: capacity)
  }

  /// Creates a mixer for bytes, of text in UTF-8 or of anything else.
  public static func ofBytes(capacity: Int) -> ContextMixer {
    ContextMixer(codes: (0...255).map { [UInt8($0)] }, capacity: capacity)
  }

  /// The least that an answer can cost, in bits.
  package static let leastBits = -log2(1 - Double(floor))
  private static let floor: Float = 1 / 65536

  /// The smallest number of answers that lead to a token.
  package var shortestPath: Int { (0..<Int32(tree.tokenCount)).map { tree.path(of: $0).count }.min() ?? 0 }

  /// The number of statistics and weights.
  public var parameterCount: Int {
    table.usedCount + (mixers + [countsAlone]).reduce(finalWeights.count) { $0 + $1.setCount * (2 * contextCount + 4) }
      + histories.count + confidence.count + correction.values.count
  }

  /// The learned text.
  var learned: [Int32] { repeated.learned }

  /// Begins a new text; what was learned stays.
  public func begin() {
    contexts.begin()
    repeated.begin()
    odds.clear()
    hindsight.begin()
  }

  /// Sets what the network says about the next token: a probability for each.
  public func setNetwork(_ probabilities: UnsafeBufferPointer<Float>) {
    require(
      probabilities.count == tree.tokenCount,
      "ContextMixer: a network's probabilities of \(probabilities.count) of \(tree.tokenCount) tokens")
    odds.set(probabilities)
  }

  /// Advances by a token whose answers were all learned, or by one that needs no learning.
  public func read(_ token: Int32) {
    contexts.read(token)
    repeated.read(contexts.tokens, learning: learning.contains(.counts))
    odds.clear()
  }

  /// Learns how to mix from a text that the counts do not contain, as they do not contain what will be evaluated. The
  /// rates fall to 0 on the way, so in the end the weights are a mean over the text and not fitted to its last lines.
  ///
  /// Then the text is counted.
  ///
  /// - Parameters:
  ///   - tokens: the text; the one before it was read last.
  ///   - network: called before each token with its index; it may call ``setNetwork(_:)``.
  func settle(on tokens: [Int32], network: (Int) -> Void) {
    let before = contexts, answers = tokens.reduce(0) { $0 + tree.path(of: $1).count }
    learning = .weights
    rates = .settling(answers: answers)
    for (i, token) in tokens.enumerated() {
      network(i)
      _ = probability(reading: token)
    }
    contexts = before
    repeated.begin()
    count(tokens)
    settle()
  }

  /// Stops learning; when it begins again, it goes on as after a long text.
  func settle() {
    learning = .nothing
    rates = .continuing
  }

  // MARK: One token

  /// Answers the questions on the way to a token, calling `answer` with the probability of yes at each node and the
  /// answer; learns them, and advances by the token.
  @inline(__always)
  package func follow(_ token: Int32, _ body: (_ yes: Float, _ answer: Int) -> Void) {
    openToken()
    for step in tree.path(of: token) {
      body(chance(Int(step >> 1)), Int(step & 1))
      learn(Int(step & 1))
    }
    read(token)
  }

  /// Finds a token by asking: `answer` is called with the probability of yes, and decides. Learns the answers and
  /// advances by the token.
  package func find(_ answer: (_ yes: Float) -> Int) -> Int32 {
    openToken()
    var node: Int32 = tree.nodeCount > 0 ? 0 : ~0
    while node >= 0 {
      let answer = answer(chance(Int(node)))
      learn(answer)
      node = tree.children[2 * Int(node) + answer]
    }
    read(~node)
    return ~node
  }

  /// Returns the probability of a token, and advances by it.
  public func probability(reading token: Int32) -> Double {
    var product = 1.0
    follow(token) { yes, answer in product *= Double(answer == 1 ? yes : 1 - yes) }
    return product
  }

  /// Writes the probabilities of all tokens; they add up to 1 except for rounding.
  public func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    require(buffer.count == tree.tokenCount, "fillProbabilities: \(buffer.count) of \(tree.tokenCount) places")
    openToken()
    guard tree.nodeCount > 0 else { return buffer.update(repeating: 1) }
    var reach = [Float](repeating: 1, count: tree.nodeCount)
    for node in reach.indices {
      let yes = chance(node, adding: false)
      for (answer, part) in [1 - yes, yes].enumerated() {
        let child = Int(tree.children[2 * node + answer])
        if child < 0 { buffer[~child] = reach[node] * part } else { reach[child] = reach[node] * part }
      }
    }
  }

  private func openToken() {
    expectedPath = repeated.expected.map(tree.path(of:)) ?? []
  }

  /// The expected answer at a node, if the node is on the expected token's path.
  private func expectedAnswer(_ node: Int) -> Int? {
    for step in expectedPath where Int(step >> 1) == node { return Int(step & 1) }
    return nil
  }

  // MARK: One question

  /// Returns the probability of yes at a node.
  private func chance(_ node: Int, adding: Bool? = nil) -> Float {
    let adding = adding ?? learning.contains(.counts), region = tree.regions[node]
    var x = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    @inline(__always) func put(_ value: Float, at index: Int) {
      if index < 16 { x.0[index] = value } else { x.1[index - 16] = value }
    }
    var known = 0
    for c in 0..<contextCount {
      let slot = table.find(contexts.hashes[c], node: node, region: region, adding: adding)
      found[c] = slot
      let statistics = slot.pointee
      if statistics.count > 0 {
        put(stretched[Int(statistics.probability >> 4)], at: 2 * c)
        if c <= TextContexts.longest { known = c }
      }
      put(stretched[histories[c << 10 + Int(statistics.history)].stretchIndex], at: 2 * c + 1)
    }
    matchLength = 0
    if let answer = expectedAnswer(node) {
      matchLength = repeated.length
      expectedAnswer = answer
      let sure = stretched[confidence[matchLength].stretchIndex], sign: Float = answer == 1 ? 1 : -1
      put(sign * sure, at: 2 * contextCount)
      put(sign * Float(min(16, matchLength)) / 16, at: 2 * contextCount + 1)
    }
    put(0.3, at: 2 * contextCount + 2)
    let withoutNetwork = x, network = odds(node)
    put(network, at: 2 * contextCount + 3)
    inputs = x
    let nodes = max(1, tree.nodeCount)
    sets[0] = node
    sets[1] = min(15, matchLength) * (TextContexts.longest + 1) + known
    sets[2] = Int(contexts.previous) + 1
    sets[3] = known * nodes + node
    sets[4] = Int(network + 12.5)
    var sum: Float = 0
    for k in mixers.indices {
      mixed[k] = max(-LogOdds.limit, min(LogOdds.limit, mixers[k].mix(x, set: sets[k])))
      sum += finalWeights[5 * node + k] * mixed[k]
    }
    self.node = node
    mixedProbability = squash(sum)
    let corrected = correction.correct(sum, context: node * (tree.tokenCount + 1) + sets[2])
    if odds.isSet {
      let counts = countsAlone.mix(withoutNetwork, set: sets[3])
      opinions = Hindsight.Opinions([sum, network, counts, 0]).clamped(
        lowerBound: SIMD4(repeating: -LogOdds.limit), upperBound: SIMD4(repeating: LogOdds.limit))
      finalProbability = squash(hindsight.mix(opinions, node: node))
    } else {
      finalProbability = (mixedProbability + corrected) / 2
    }
    return max(Self.floor, min(1 - Self.floor, finalProbability))
  }

  @inline(__always)
  private func squash(_ x: Float) -> Float {
    squashed.withUnsafeBufferPointer { Mixtures.squash(x, $0.baseAddress!) }
  }

  /// Learns the answer to the question asked last.
  private func learn(_ answer: Int) {
    let y = Float(answer)
    if learning.contains(.weights) {
      for k in mixers.indices {
        mixers[k].learn(inputs, set: sets[k], error: y - squash(mixed[k]), rate: rates.weights)
        finalWeights[5 * node + k] += rates.final * (y - mixedProbability) * mixed[k]
      }
      if odds.isSet {
        var inputs = inputs
        inputs.1[2 * contextCount + 3 - 16] = 0
        countsAlone.learn(inputs, set: sets[3], error: y - squash(opinions.z), rate: rates.weights)
      }
      correction.learn(answer, rate: rates.correction)
      rates.advance()
      if matchLength > 0 { confidence[matchLength].learn(answer == expectedAnswer ? 1 : 0) }
      for c in 0..<contextCount { histories[c << 10 + Int(found[c].pointee.history)].learn(answer) }
    }
    if odds.isSet { hindsight.learn(opinions, node: node, error: y - finalProbability) }
    // A repetition that was wrong about one answer is wrong about the token.
    if answer != expectedAnswer, matchLength > 0 { expectedPath = [] }
    if learning.contains(.counts) { count(answer) }
  }

  /// Counts an answer after the contexts found last.
  private func count(_ answer: Int) {
    let target: Int32 = answer == 1 ? 65535 : 0
    for c in 0..<contextCount {
      let slot = found[c], p = Int32(slot.pointee.probability)
      let moved = p + Int32(truncatingIfNeeded: (Int64(target - p) * Int64(reciprocals[Int(slot.pointee.count)])) >> 16)
      slot.pointee.probability = UInt16(max(16, min(65519, moved)))
      if slot.pointee.count < 255 { slot.pointee.count += 1 }
      slot.pointee.history = next[2 * Int(slot.pointee.history) + answer]
    }
  }

  /// Learns the counts of a text without predicting it: the same counts as by reading it with ``Learning/counts``.
  func count(_ tokens: some Sequence<Int32>) {
    let before = learning
    learning = .counts
    for token in tokens {
      for step in tree.path(of: token) {
        let node = Int(step >> 1), region = tree.regions[node]
        for c in 0..<contextCount {
          found[c] = table.find(contexts.hashes[c], node: node, region: region, adding: true)
        }
        count(Int(step & 1))
      }
      read(token)
    }
    learning = before
  }
}
