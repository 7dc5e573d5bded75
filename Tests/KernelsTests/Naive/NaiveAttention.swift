import Foundation

@testable import Kernels

extension Naive {
  /// Attention of one head: T rows of queries and S rows of keys and values, and T x S dropout factors.
  struct Head {
    var q, k, v: [[Double]]
    var factors: [[Double]]
    var mask = AttentionMask.causal
    /// Each time step between a query and a key lowers their score by this much.
    var slope = 0.0

    private var scale: Double { 1 / Double(q[0].count).squareRoot() }

    /// The keys that query t sees, tested one by one; the last query is at the time of the last key.
    func keys(seenBy t: Int) -> [Int] {
      let time = t + k.count - q.count
      return k.indices.filter { s in
        switch mask {
        case .none: true
        case .causal: s <= time
        case .window(let count): s <= time && time < s + count
        }
      }
    }

    private func scores(_ t: Int) -> [Double] {
      keys(seenBy: t).map { dot(q[t], k[$0]) * scale - slope * Double(t + k.count - q.count - $0) }
    }

    /// The weights of the keys that query t sees; empty if it sees none.
    private func weights(_ t: Int) -> [Double] { keys(seenBy: t).isEmpty ? [] : softmax(scores(t)) }

    /// Each query's largest score before the division by sqrt(D), 0 if it sees no key.
    var largestScores: [Double] { q.indices.map { (scores($0).max() ?? 0) / scale } }

    /// The sum over the keys that each query sees of e to the distance from the largest score, 1 if it sees none.
    var sums: [Double] {
      q.indices.map {
        let scores = scores($0)
        return scores.isEmpty ? 1 : scores.reduce(0) { $0 + exp($1 - scores.max()!) }
      }
    }

    var output: [[Double]] {
      q.indices.map { t in
        var o = q[t].map { _ in 0.0 }
        for (s, weight) in zip(keys(seenBy: t), weights(t)) {
          for d in o.indices { o[d] += weight * factors[t][s] * v[s][d] }
        }
        return o
      }
    }

    /// The gradients of q, k and v, given that of the output.
    ///
    /// The size is the magnitude of the largest term of a score's gradient: for a query that sees one key the terms
    /// cancel.
    func gradients(_ dout: [[Double]]) -> (dq: [[Double]], dk: [[Double]], dv: [[Double]], size: Double) {
      var dq = q.map { $0.map { _ in 0.0 } }, dk = k.map { $0.map { _ in 0.0 } }, dv = dk
      var size = 0.0
      for t in q.indices {
        let keys = keys(seenBy: t), weights = weights(t)
        let dweights = keys.map { dot(dout[t], v[$0]) * factors[t][$0] }
        let total = dot(weights, dweights)
        for (i, s) in keys.enumerated() {
          let dscore = weights[i] * (dweights[i] - total) * scale
          size = max(size, weights[i] * (abs(dweights[i]) + abs(total)) * scale)
          for d in q[t].indices {
            dq[t][d] += dscore * k[s][d]
            dk[s][d] += dscore * q[t][d]
            dv[s][d] += weights[i] * factors[t][s] * dout[t][d]
          }
        }
      }
      return (dq, dk, dv, size)
    }
  }

  /// The slopes of linear biases, as Press et al. 2022 compute them in their code.
  static func slopes(headCount n: Int) -> [Double] {
    let power = Int(exp2(floor(log2(Double(n)))))
    let start = exp2(-exp2(-(log2(Double(power)) - 3)))
    let first = (0..<power).map { start * pow(start, Double($0)) }
    if power == n { return first }
    let others = slopes(headCount: 2 * power)
    return first + stride(from: 0, to: others.count, by: 2).prefix(n - power).map { others[$0] }
  }
}
