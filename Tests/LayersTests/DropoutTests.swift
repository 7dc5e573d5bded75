import Layers
import Numerics
import Tensors
import Testing
import TestSupport

struct DropoutTests {
  @Test func theInputPassesThroughInEvaluation() {
    let x = leaf([97])
    var pass = ForwardPass.evaluation
    #expect(Dropout(0.5)(x, &pass) === x)
    #expect(pass.generator == ForwardPass.evaluation.generator)
  }

  @Test func theGeneratorOfThePassDecidesInTraining() {
    let x = leaf([97])
    var pass = ForwardPass.training(RandomGenerator(seed: 4)), generator = RandomGenerator(seed: 4)
    let y = Dropout(0.5)(x, &pass)
    #expect(y.elements == dropout(x, rate: 0.5, using: &generator).elements)
    #expect(y.elements.contains(0))
    #expect(pass.generator == generator)
  }

  @Test func rateZeroDrawsNoRandomNumbers() {
    let x = leaf([97])
    var pass = ForwardPass.training(RandomGenerator(seed: 4))
    #expect(Dropout(0)(x, &pass) === x)
    #expect(pass.generator == RandomGenerator(seed: 4))
  }
}
