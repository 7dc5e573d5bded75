import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct CountedPairsTests {
  private static let widths = [1, 3, 16, 17, 33, 100]

  private func example(_ width: Int, count: Int) -> PairsExample {
    var random = RandomValues(seed: UInt64(width * 100 + count))
    return PairsExample(count: count, width: width, random: &random)
  }

  /// Part of `start`: the weights or the biases of one table.
  private func numbers(_ e: PairsExample, _ part: (BiasedRows, BiasedRows) -> (UnsafePointer<Float>, Int)) -> [Double] {
    var start = e.start
    return start.withUnsafeMutableBufferPointer { p in
      let (input, output) = e.tables(p.baseAddress!)
      let (first, count) = part(input, output)
      return UnsafeBufferPointer(start: first, count: count).map(Double.init)
    }
  }

  @Test(arguments: widths, [1, 15, 16, 17, 50]) func errorsAndLossesMatchTheNaiveReference(width: Int, count: Int) {
    let e = example(width, count: count)
    let x = numbers(e) { i, _ in (UnsafePointer(i.weight), PairsExample.inputRows * width) }
    let y = numbers(e) { _, o in (UnsafePointer(o.weight), PairsExample.outputRows * width) }
    let b = numbers(e) { i, _ in (UnsafePointer(i.bias), PairsExample.inputRows) }
    let c = numbers(e) { _, o in (UnsafePointer(o.bias), PairsExample.outputRows) }
    var errors: [Double] = [], losses: [Double] = [], errorSizes: [Double] = [], lossSizes: [Double] = []
    for k in 0..<count {
      let i = e.pairs.inputs[k], j = e.pairs.outputs[k], count = Double(e.pairs.counts[k])
      let z = Naive.score(Naive.row(x, i, width: width), Naive.row(y, j, width: width))
      let difference = z.value + b[Int(i)] + c[Int(j)] - log(count)
      let size = z.size + abs(b[Int(i)]) + abs(c[Int(j)]) + abs(log(count))
      let weight = min(1, pow(count / Double(e.maximumCount), Double(e.exponent)))
      errors.append(Double(e.rate) * weight * difference)
      errorSizes.append(Double(e.rate) * weight * size)
      losses.append(weight * difference * difference / 2)
      lossSizes.append(weight * abs(difference) * size)
    }
    let scored = e.scored()
    expectClose(
      actual: scored.errors.map(Double.init), expected: errors, relativeTo: .terms(errorSizes), units: 1.5, "errors")
    expectClose(
      actual: scored.losses.map(Double.init), expected: losses, relativeTo: .terms(lossSizes), units: 0.8, "losses")
  }

  @Test(arguments: widths, [1, 2, 40]) func updatesMatchTheNaiveReference(width: Int, count: Int) {
    let e = example(width, count: count)
    _ = e.scored()
    func reference(_ first: Int, _ rows: Int, _ width: Int) -> Naive.AdaGrad {
      let range = first..<first + rows * width
      return Naive.AdaGrad(
        Array(e.start[range]), sums: range.map { e.start[e.half + $0] }, width: width)
    }
    let (m, n) = (PairsExample.inputRows, PairsExample.outputRows)
    var x = reference(0, m, width), y = reference(m * width, n, width)
    var b = reference((m + n) * width, m, 1), c = reference((m + n) * width + m, n, 1)
    for k in 0..<count {
      let i = e.pairs.inputs[k], j = e.pairs.outputs[k], error = Double(e.pairs.errors[k])
      let old = Naive.row(x.values, i, width: width)
      x.move(i, against: Naive.row(y.values, j, width: width).map { error * $0 })
      y.move(j, against: old.map { error * $0 })
      b.move(i, against: [error])
      c.move(j, against: [error])
    }
    let after = e.updated()
    expectClose(
      actual: after.prefix(e.half).map(Double.init), expected: x.values + y.values + b.values + c.values, units: 1,
      "weights and biases")
    expectClose(
      actual: after.suffix(e.half).map(Double.init), expected: x.sums + y.sums + b.sums + c.sums, relativeTo: .each,
      units: 2, "sums")
  }
}
