/// Corrects the trust in a network in hindsight: how well did it predict the text so far?
///
/// A mixer learns its weights on text that the network was trained on, more or less. There the network is better than
/// on any text that comes later, so the mixer trusts it too much, and no weights learned there tell by how much. But
/// each character of a new text shows it, once it has been predicted. So three opinions about each answer are mixed
/// once more: that of all mixers, the network's, and that of a mixer that knows the counts only,
///
///     x = a x_all + b x_network + c x_counts        x = ln(p / (1 - p))
///
/// and a, b and c follow the gradient of the loss from answer to answer, as in ``Mixer``, even if nothing else learns.
/// Each node of the tree has its own. They begin anew with each text, so what is predicted depends on this text only.
struct Hindsight {
  /// The opinions of all mixers, the network and the counts, as log-odds; the last number is not used.
  typealias Opinions = SIMD4<Float>

  /// Where the weights start in each text.
  private static let start: Opinions = [1, 0, 0, 0]
  /// How far the weights move at each answer.
  private static let rate: Float = 0.006

  private var weights: [Opinions]

  init(nodeCount: Int) { weights = [Opinions](repeating: Self.start, count: nodeCount) }

  /// Begins a new text.
  mutating func begin() {
    for node in weights.indices { weights[node] = Self.start }
  }

  /// Returns the corrected log-odds of yes at a node.
  @inline(__always)
  func mix(_ opinions: Opinions, node: Int) -> Float {
    let products = weights[node] * opinions
    return products.x + products.y + products.z
  }

  /// Moves a node's weights against the gradient: `error` is answer - p.
  @inline(__always)
  mutating func learn(_ opinions: Opinions, node: Int, error: Float) {
    weights[node] += opinions * (error * Self.rate)
  }
}
