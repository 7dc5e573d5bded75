import Foundation
import Kernels

/// An elementwise function and its derivative in double precision.
struct Formula: Sendable {
  let f: @Sendable (Double) -> Double
  let df: @Sendable (Double) -> Double

  init(_ function: Elementwise) {
    switch function {
    case .abs: (f, df) = ({ abs($0) }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
    case .sin: (f, df) = ({ sin($0) }, { cos($0) })
    case .cos: (f, df) = ({ cos($0) }, { -sin($0) })
    case .exp: (f, df) = ({ exp($0) }, { exp($0) })
    case .log: (f, df) = ({ log($0) }, { 1 / $0 })
    case .squareRoot: (f, df) = ({ $0.squareRoot() }, { 0.5 / $0.squareRoot() })
    case .tanh: (f, df) = ({ tanh($0) }, { 1 / (cosh($0) * cosh($0)) })
    case .sigmoid: (f, df) = (sigmoid, { sigmoid($0) * sigmoid(-$0) })
    }
  }

  init(_ activation: Activation) {
    switch activation {
    case .gelu:
      f = { $0 * probability($0) }
      df = { probability($0) + $0 * density($0) }
    case .geluTanh:
      // 1 + tanh(u) = 2 sigmoid(2 u), which loses no digits where tanh(u) is near -1.
      let u = { @Sendable (x: Double) in (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
      let du = { @Sendable (x: Double) in (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x) }
      f = { $0 * sigmoid(2 * u($0)) }
      df = { sigmoid(2 * u($0)) * (1 + 2 * $0 * sigmoid(-2 * u($0)) * du($0)) }
    case .relu: (f, df) = ({ max(0, $0) }, { $0 > 0 ? 1 : 0 })
    case .reluSquared: (f, df) = ({ max(0, $0) * max(0, $0) }, { 2 * max(0, $0) })
    case .silu:
      f = { $0 * sigmoid($0) }
      df = { sigmoid($0) * (1 + $0 * sigmoid(-$0)) }
    }
  }
}

/// The normal distribution's density, and the probability of a value below x.
private func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
private func probability(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

private func sigmoid(_ x: Double) -> Double { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }
