import Foundation
import Kindling

/// The checks of lab 08.
let lab08 = ExerciseLab(
  8, "pretraining", file: "08-the-pretraining-loop.swift",
  exercises: [
    Exercise("window") {
      let call = "window(of: [5, 6, 7, 8, 9], from: 1, length: 3)"
      let (inputs, targets) = try window(of: [5, 6, 7, 8, 9], from: 1, length: 3)
      try check("\(call).inputs", inputs, is: [6, 7, 8])
      try check("\(call).targets", targets, is: [7, 8, 9], hint: "Each input's target is the token after it.")
      let last = try window(of: [5, 6, 7, 8, 9], from: 0, length: 4)
      try check("window(of: [5, 6, 7, 8, 9], from: 0, length: 4).targets", last.targets, is: [6, 7, 8, 9])
    },
    Exercise("lossOfLogits") {
      try check(
        "lossOfLogits([1, 1, 1, 1], target: 2)", try lossOfLogits([1, 1, 1, 1], target: 2), near: log(4),
        hint: "Four equal logits mean a probability of 1/4; the loss is ln 4, in nats.")
      try check(
        "lossOfLogits([0, 2], target: 0)", try lossOfLogits([0, 2], target: 0), near: log(1 + exp(2)),
        hint:
          "The logarithm of a quotient is a difference: log of the sum of all exponentials, minus the target's logit.")
      try check(
        "lossOfLogits([0, 3000], target: 0)", try lossOfLogits([0, 3000], target: 0), near: 3000,
        hint:
          "exp(3000) is infinite and exp(-3000) is 0: subtract the largest logit, and take no logarithm of a quotient."
      )
    },
    Exercise("evaluation") {
      let call = "evaluation(of: [0.5, 0.125, 0.03125])"
      let result = try evaluation(of: [0.5, 0.125, 0.03125])
      try check(
        "\(call).loss", result.loss, near: log(8), hint: "The mean of the losses, not the loss of the mean probability."
      )
      try check("\(call).perplexity", result.perplexity, near: 8, hint: "e to the power of the mean loss.")
      try check("\(call).bits", result.bits, near: 3, hint: "A bit is ln 2 nats: divide.")
    },
    Exercise("descended") {
      var generator = RandomGenerator(seed: 2)
      let batch = randomBatch(
        from: [0, 1, 2, 3, 4, 0, 2, 4, 1, 3, 0, 1, 2, 3, 4][...], batchSize: 3, length: 4, using: &generator)
      let expected = lossesOfDescent(batch, rate: 0.5, steps: 6)
      let losses = try descended(smallModel(), on: batch, rate: 0.5, steps: 6)
      let call = "descended(model, on: batch, rate: 0.5, steps: 6)"
      try check("\(call).count", losses.count, is: 6, hint: "One loss per step.")
      try check(
        "the first loss of \(call)", losses[0], near: expected[0], hint: "A step's loss is the one before its update.")
      try check(
        "the second loss of \(call)", losses[1], near: expected[1],
        hint: "Downhill is against the slope, and every parameter moves.")
      try check(call, losses, near: expected, hint: "Gradients add up until they are cleared.")
    },
  ])

/// A model that is the same on each call.
private func smallModel() -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 5, contextLength: 4, layerCount: 1, headCount: 2, width: 8))
  model.initialize(seed: 1)
  return model
}

/// The losses that plain gradient descent should have.
private func lossesOfDescent(_ batch: Batch, rate: Float, steps: Int) -> [Float] {
  let model = smallModel()
  return (0..<steps).map { _ in
    var pass = ForwardPass.evaluation
    let loss = model.loss(batch, &pass)
    loss.backward()
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] -= rate * parameter.gradient!.data[i] }
      parameter.gradient = nil
    }
    return loss.item
  }
}
