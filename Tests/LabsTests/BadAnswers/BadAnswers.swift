import Foundation
import Kindling

/// Returns something that no exercise should return, of whatever type the exercise needs; the environment variable
/// `KINDLING_BAD_ANSWER` chooses the kind.
func badAnswer<A: Answer>() throws -> A { A.bad(try kind()) }

func badAnswer<A: Answer, B: Answer>() throws -> (A, B) { (try badAnswer(), try badAnswer()) }

func badAnswer<A: Answer, B: Answer, C: Answer>() throws -> (A, B, C) {
  (try badAnswer(), try badAnswer(), try badAnswer())
}

func badAnswer() throws -> Tensor {
  switch try kind() {
  case .nothing: Tensor([0], [])
  case .much: Tensor([7, 1, 1000], [Float](repeating: 1, count: 7000))
  default: Tensor(.nan)
  }
}

private struct ChangedMyMind: Error {}

enum Kind: String { case throwing, nothing, nan, much }

private func kind() throws -> Kind {
  let kind = Kind(rawValue: ProcessInfo.processInfo.environment["KINDLING_BAD_ANSWER"] ?? "")!
  if kind == .throwing { throw ChangedMyMind() }
  return kind
}

/// A type that exercises return.
protocol Answer {
  static func bad(_ kind: Kind) -> Self
}

extension Double: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .nan ? .nan : kind == .much ? .infinity : -1e300 }
}

extension Float: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .nan ? .nan : kind == .much ? .infinity : -1e30 }
}

extension Bool: Answer {
  static func bad(_ kind: Kind) -> Self { false }
}

extension FoundText: Answer {
  static func bad(_ kind: Kind) -> Self { FoundText(tokens: .bad(kind), logProbability: .bad(kind)) }
}

extension Int: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .much ? .max : .min }
}

extension Int32: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .much ? .max : .min }
}

extension String: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .much ? String(repeating: "?\n", count: 100) : "?" }
}

extension Character: Answer {
  static func bad(_ kind: Kind) -> Self { "?" }
}

extension Unicode.Scalar: Answer {
  static func bad(_ kind: Kind) -> Self { "?" }
}

extension Array: Answer where Element: Answer {
  static func bad(_ kind: Kind) -> Self {
    kind == .nothing ? [] : Array(repeating: .bad(kind), count: kind == .much ? 300 : 1)
  }
}

extension Dictionary: Answer where Key: Answer, Value: Answer {
  static func bad(_ kind: Kind) -> Self { kind == .nothing ? [:] : [.bad(kind): .bad(kind)] }
}
