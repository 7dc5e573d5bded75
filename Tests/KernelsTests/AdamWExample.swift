import Testing

@testable import Kernels

/// A parameter with its moments and its gradient.
struct AdamWExample: Equatable {
  var w, m, v: [Float]
  var g: [Float]

  /// The parameters after one step that updates all of them, each with its own step settings.
  static func stepped(_ parameters: [AdamWExample], _ steps: [AdamWStep]) -> [AdamWExample] {
    let gradients = parameters.flatMap(\.g)
    // All in one buffer, one after another: a write past the end of one corrupts the next.
    let after = output(startingAs: parameters.flatMap { $0.w + $0.m + $0.v }) { numbers in
      gradients.withUnsafeBufferPointer { gradients in
        var (next, gradient) = (numbers, gradients.baseAddress!)
        adamW(
          zip(parameters, steps).map { parameter, step in
            let count = parameter.w.count
            defer { (next, gradient) = (next + 3 * count, gradient + count) }
            return AdamWParameter(
              weights: next, firstMoments: next + count, secondMoments: next + 2 * count, gradients: gradient,
              count: count, step)
          })
      }
    }
    var rest = after[...]
    func take(_ count: Int) -> [Float] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    return parameters.map { p in
      AdamWExample(w: take(p.w.count), m: take(p.w.count), v: take(p.w.count), g: p.g)
    }
  }

  /// The parameter after a step taken alone.
  func stepped(_ step: AdamWStep) -> AdamWExample { Self.stepped([self], [step])[0] }
}
