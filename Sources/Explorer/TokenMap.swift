import Projection
import Tensors

/// The token embeddings in the plane that shows most of their differences: the first two principal components.
struct TokenMap: Encodable {
  /// A coordinate per token.
  let x, y: [Double]
  /// The share of all variance that the plane shows, from 0 to 1.
  let share: Double

  /// Creates the map of an embedding, (V, C); nil if there are too few tokens or channels for a plane.
  init?(_ embedding: Tensor) {
    guard embedding.shape[0] >= 3, embedding.shape[1] >= 2 else { return nil }
    let components = PrincipalComponents(of: embedding, count: 2)
    let places = components.coordinates(of: embedding)
    // Six digits are finer than any screen.
    func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
    (x, y) = (places.map { rounded($0[0]) }, places.map { rounded($0[1]) })
    share = components.shares.reduce(0, +)
  }
}
