import Foundation

extension Naive {
  /// Causal attention of one head: T rows of D numbers each, and T x T factors of dropout.
  struct Head {
    var q, k, v: [[Double]]
    var factors: [[Double]]

    private var scale: Double { 1 / Double(q[0].count).squareRoot() }

    /// What each query sees: its own time and those before.
    private func scores(_ t: Int) -> [Double] { (0...t).map { dot(q[t], k[$0]) * scale } }

    var logSumExps: [Double] { q.indices.map { logSumExp(scores($0)) } }

    var output: [[Double]] {
      q.indices.map { t in
        let weights = softmax(scores(t))
        var o = v[0].map { _ in 0.0 }
        for s in 0...t {
          for d in o.indices { o[d] += weights[s] * factors[t][s] * v[s][d] }
        }
        return o
      }
    }

    /// The gradients of q, k and v, given that of the output.
    ///
    /// The size is that of the largest term of a score's gradient: in a sequence of one they cancel.
    func gradients(_ dout: [[Double]]) -> (dq: [[Double]], dk: [[Double]], dv: [[Double]], size: Double) {
      let zeros = q.map { $0.map { _ in 0.0 } }
      var (dq, dk, dv) = (zeros, zeros, zeros)
      var size = 0.0
      for t in q.indices {
        let weights = softmax(scores(t))
        let dweights = (0...t).map { dot(dout[t], v[$0]) * factors[t][$0] }
        let total = dot(weights, dweights)
        for s in 0...t {
          let dscore = weights[s] * (dweights[s] - total) * scale
          size = max(size, weights[s] * (abs(dweights[s]) + abs(total)) * scale)
          for d in q[t].indices {
            dq[t][d] += dscore * k[s][d]
            dk[s][d] += dscore * q[t][d]
            dv[s][d] += weights[s] * factors[t][s] * dout[t][d]
          }
        }
      }
      return (dq, dk, dv, size)
    }
  }
}
