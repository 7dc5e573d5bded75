import Kindling
import Testing

/// The examples of the library in the README, which need a single import, with the output printed there.
@Test func theGradientInTheReadmeIsAsPrinted() {
  let x = Tensor([2, 2], [1, 2, 3, 4], requiresGradient: true)
  let y = (x * x).sum()
  y.backward()
  #expect("\(x.gradient!)" == "[[2.0, 4.0],\n [6.0, 8.0]]  shape (2, 2)")
}

@Test func theModelInTheReadmeReturnsThePrintedShape() {
  let model = GPT(
    GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
  model.initialize(seed: 1337)
  #expect("\(model.logits([0, 1, 2], batchSize: 1).shape)" == "(1, 3, 65)")
}

@Test func theTrainingLoopInTheReadmeTrains() throws {
  let model = GPT(
    GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
  model.initialize(seed: 1337)
  let tokens = (0..<1000).map { Int32($0 % 65) }
  var options = TrainingOptions()
  options.steps = 3
  let trainer = Trainer(model.namedParameters, options, tokensPerStep: 12 * 64, seed: 1337)
  var batch = Batch(batchSize: 12, length: 64)
  var losses: [Float] = []
  while !trainer.isDone {
    var generator = trainer.state.batchGenerator
    batch.fill(from: tokens[...], using: &generator)
    let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, pass in
      model.loss(microBatch, &pass)
    }
    losses.append(step.loss)
  }
  #expect(losses.count == 3 && losses[2] < losses[0])
}
