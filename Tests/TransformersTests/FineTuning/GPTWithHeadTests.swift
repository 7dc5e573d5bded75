import Layers
import Tensors
import TestSupport
import Testing
import Training
import Transformers

struct GPTWithHeadTests {
  private func classifier(classes: Int = 3, seed: UInt64 = 3) -> GPTWithHead {
    let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 8, layerCount: 1, headCount: 2, width: 16))
    model.initialize(seed: seed)
    let classifier = GPTWithHead(model, outputCount: classes)
    classifier.head.initialize(seed: seed)
    return classifier
  }

  private let texts: [[Int32]] = [[1, 2, 3], [4], [5, 6, 0, 1, 2, 3, 4, 5], [6, 6]]

  @Test func aTextHasTheSameOutputsAloneAndBesideLongerOnes() {
    let classifier = classifier()
    fill(classifier)
    let all = classifier.outputs(atEndOf: texts)
    #expect(all.shape == [4, 3])
    for (i, text) in texts.enumerated() {
      let alone = classifier.outputs(atEndOf: [text])
      expectClose(actual: all[i].elements, expected: alone.elements, units: 8)
      // The same as the head on the last state.
      var pass = ForwardPass.evaluation
      let states = classifier.model.states(text, batchSize: 1, &pass)
      let last = states.slice(axis: 1, text.count - 1..<text.count).reshaped(to: [1, 16])
      expectClose(actual: alone.elements, expected: classifier.head(last).elements, units: 8)
    }
  }

  @Test func gradientsMatchFiniteDifferences() {
    let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 9, layerCount: 1, headCount: 2, width: 6))
    let classifier = GPTWithHead(model, outputCount: 2)
    fill(classifier, seed: 5)
    checkGradient(
      of: classifier.namedParameters.map { ($0.name, $0.parameter) }, step: 0x1p-7, tolerance: 1e-3
    ) {
      var pass = ForwardPass.evaluation
      return classifier.outputs(atEndOf: texts, &pass)
    }
  }

  /// The class is the first token's, so the head must learn what attention carries to the last one.
  @Test func aClassifierLearns() throws {
    let classifier = classifier()
    var values = RandomValues(seed: 2)
    func sample(_ count: Int) -> (texts: [[Int32]], classes: [Int32]) {
      let texts = (0..<count).map { _ in values.ids(1, below: 3) + values.ids(Int(values.next() % 6), below: 7) }
      return (texts, texts.map { $0[0] })
    }
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (150, 5e-3, 1e-3, 0)
    let trainer = Trainer(classifier.namedParameters, options, tokensPerStep: 32, seed: 1)
    var losses: [Float] = []
    while !trainer.isDone {
      let (texts, classes) = sample(32)
      losses.append(try trainer.step { classifier.loss(texts, classes: classes, &$0) }.loss)
    }
    #expect(abs(losses[0] - 1.0986123) < 1e-5)
    let heldOut = sample(200), found = classifier.outputs(atEndOf: heldOut.texts).argmax()
    #expect(zip(found, heldOut.classes).count { $0 == Int($1) } > 190)
  }
}
