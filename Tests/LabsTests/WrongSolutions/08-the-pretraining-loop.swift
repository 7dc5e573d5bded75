// Solutions of lab 08 that are wrong; see ExercisesTests.

// wrong: the token after it
func window(of tokens: [Int32], from start: Int, length: Int) throws -> (inputs: [Int32], targets: [Int32]) {
  (Array(tokens[start..<start + length]), Array(tokens[start..<start + length]))
}

// wrong: ln 4, in nats
func lossOfLogits(_ logits: [Double], target: Int) throws -> Double {
  -log2(exp(logits[target]) / logits.map { exp($0) }.reduce(0, +))
}

// wrong: subtract the largest logit
func lossOfLogits(_ logits: [Double], target: Int) throws -> Double {
  -log(exp(logits[target]) / logits.map { exp($0) }.reduce(0, +))
}

// wrong: take no logarithm of a quotient
func lossOfLogits(_ logits: [Double], target: Int) throws -> Double {
  let largest = logits.max()!
  return -log(exp(logits[target] - largest) / logits.map { exp($0 - largest) }.reduce(0, +))
}

// wrong: not the loss of the mean probability
func evaluation(of probabilities: [Double]) throws -> (loss: Double, perplexity: Double, bits: Double) {
  let loss = -log(probabilities.reduce(0, +) / Double(probabilities.count))
  return (loss, exp(loss), loss / log(2))
}

// wrong: e to the power of the mean loss
func evaluation(of probabilities: [Double]) throws -> (loss: Double, perplexity: Double, bits: Double) {
  let loss = probabilities.map { -log($0) }.reduce(0, +) / Double(probabilities.count)
  return (loss, 2 * loss / log(2), loss / log(2))
}

// wrong: divide
func evaluation(of probabilities: [Double]) throws -> (loss: Double, perplexity: Double, bits: Double) {
  let loss = probabilities.map { -log($0) }.reduce(0, +) / Double(probabilities.count)
  return (loss, exp(loss), loss * log(2))
}

// wrong: Downhill is against the slope
func descended(_ model: GPT, on batch: Batch, rate: Float, steps: Int) throws -> [Float] {
  var pass = ForwardPass.evaluation
  return (0..<steps).map { _ in
    let loss = model.loss(batch, &pass)
    loss.backward()
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] += rate * parameter.gradient!.data[i] }
      parameter.gradient = nil
    }
    return loss.item
  }
}

// wrong: Gradients add up
func descended(_ model: GPT, on batch: Batch, rate: Float, steps: Int) throws -> [Float] {
  var pass = ForwardPass.evaluation
  return (0..<steps).map { _ in
    let loss = model.loss(batch, &pass)
    loss.backward()
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] -= rate * parameter.gradient!.data[i] }
    }
    return loss.item
  }
}
