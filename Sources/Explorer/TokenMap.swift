import Foundation
import Projection
import Tensors

/// The token embeddings in the plane that shows most of their differences: the first two principal components.
struct TokenMap: Encodable {
  /// A coordinate per token, for at most as many as there is room for.
  let x, y: [Double]
  /// The share of all variance that the plane shows, from 0 to 1.
  let share: Double

  /// How many tokens a map shows: with more, their names would cover one another.
  static let mostTokens = 400

  /// Creates the map of an embedding, (V, C); nil if there are too few tokens or channels for a plane.
  init?(_ embedding: Tensor) {
    guard embedding.shape[0] >= 3, embedding.shape[1] >= 2 else { return nil }
    let components = PrincipalComponents(of: embedding, count: 2)
    let places = components.coordinates(of: embedding).prefix(Self.mostTokens)
    self.init(x: places.map { $0[0] }, y: places.map { $0[1] }, share: components.shares.reduce(0, +))
  }

  private init(x: [Double], y: [Double], share: Double) {
    // Six digits are finer than any screen.
    func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
    (self.x, self.y, self.share) = (x.map(rounded), y.map(rounded), share)
  }

  /// Returns this map turned, and mirrored if need be, so that its tokens lie in the directions of those of another map.
  ///
  /// Nothing but chance decides which way principal components point. The angle is the one with the smallest sum of
  /// squared distances (Schönemann 1966, the orthogonal Procrustes problem, in the plane).
  func turned(like other: TokenMap) -> TokenMap {
    func products(sign: Double) -> (along: Double, across: Double) {
      var sum = (along: 0.0, across: 0.0)
      for i in 0..<min(x.count, other.x.count) {
        sum.along += x[i] * other.x[i] + sign * y[i] * other.y[i]
        sum.across += x[i] * other.y[i] - sign * y[i] * other.x[i]
      }
      return sum
    }
    func length(_ sum: (along: Double, across: Double)) -> Double { hypot(sum.along, sum.across) }
    let (plain, mirrored) = (products(sign: 1), products(sign: -1))
    let isMirrored = length(mirrored) > length(plain), best = isMirrored ? mirrored : plain
    guard length(best) > 0 else { return self }
    let (cosine, sine) = (best.along / length(best), best.across / length(best))
    let up = y.map { isMirrored ? -$0 : $0 }
    return TokenMap(
      x: zip(x, up).map { $0 * cosine - $1 * sine }, y: zip(x, up).map { $0 * sine + $1 * cosine }, share: share)
  }
}
