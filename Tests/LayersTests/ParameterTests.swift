import Layers
import Numerics
import Tensors
import Testing
import TestSupport

struct ParameterTests {
  @Test func aParameterRequiresAGradient() {
    let x = Parameter([3], .ones)
    var generator = RandomGenerator(seed: 1)
    x.initialize(using: &generator)
    (x * x).sum().backward()
    expectTensor(x.gradient!, matches: [2, 2, 2], shape: [3])
  }

  @Test func eachInitializationSetsItsValues() {
    var generator = RandomGenerator(seed: 1)
    let ones = Parameter([2, 3], .ones), zeros = Parameter([2, 3], .zeros)
    set(zeros, [1, 2, 3, 4, 5, 6])
    ones.initialize(using: &generator)
    zeros.initialize(using: &generator)
    #expect(ones.elements == [1, 1, 1, 1, 1, 1])
    #expect(zeros.elements == [0, 0, 0, 0, 0, 0])
    #expect(generator == RandomGenerator(seed: 1))
    let normal = Parameter([100, 97], .normal(standardDeviation: 3))
    normal.initialize(using: &generator)
    expectStandardDeviation(of: normal, 3)
    let uniform = Parameter([100, 97], .uniform(bound: 0.25))
    uniform.initialize(using: &generator)
    expectStandardDeviation(of: uniform, 0.25 / Float(3).squareRoot())
    #expect(uniform.elements.allSatisfy { (-0.25...0.25).contains($0) })
  }

  @Test func aStepMovesAgainstTheGradientAndClearsIt() {
    let x = Parameter([2], .zeros)
    set(x, [3, -1])
    (x * x).sum().backward()
    x.descend(rate: 0.25)
    expectTensor(x, matches: [1.5, -0.5], shape: [2])
    #expect(x.gradient == nil)
    // Without a gradient nothing changes.
    x.descend(rate: 0.25)
    expectTensor(x, matches: [1.5, -0.5], shape: [2])
  }

  @Test func aParameterCannotBeCreatedFromAListOfNumbers() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let weight: Parameter = [1, 2]
      print(weight.count)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text.contains(
        "Fatal error: Parameter: create it from a shape and an initialization, not from a list of numbers\n"))
  }
}
