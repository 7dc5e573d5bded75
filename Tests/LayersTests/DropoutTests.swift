import Layers
import Tensors
import TestSupport
import Testing

struct DropoutTests {
  @Test func inEvaluationTheInputPassesThrough() {
    let x = leaf([97])
    var context = Context.evaluation
    #expect(Dropout(0.5)(x, &context) === x)
    #expect(context.generator == Context.evaluation.generator)
  }

  @Test func inTrainingTheContextsGeneratorDecides() {
    let x = leaf([97])
    var context = Context.training(RandomGenerator(seed: 4)), generator = RandomGenerator(seed: 4)
    let y = Dropout(0.5)(x, &context)
    #expect(y.elements == dropout(x, rate: 0.5, using: &generator).elements)
    #expect(y.elements.contains(0))
    #expect(context.generator == generator)
  }

  @Test func rateZeroDrawsNothing() {
    let x = leaf([97])
    var context = Context.training(RandomGenerator(seed: 4))
    #expect(Dropout(0)(x, &context) === x)
    #expect(context.generator == RandomGenerator(seed: 4))
  }
}
