// Solutions of lab 05 that are wrong; see ExercisesTests.

// wrong: Subtract the largest logit
func temperedSoftmax(_ logits: [Double], temperature: Double) throws -> [Double] {
  let powers = logits.map { exp($0 / temperature) }
  return powers.map { $0 / powers.reduce(0, +) }
}

// wrong: before the exponential
func temperedSoftmax(_ logits: [Double], temperature: Double) throws -> [Double] {
  let powers = logits.map { exp($0) / temperature }
  return powers.map { $0 / powers.reduce(0, +) }
}

// wrong: nothing to divide by
func temperedSoftmax(_ logits: [Double], temperature: Double) throws -> [Double] {
  let powers = logits.map { exp(($0 - logits.max()!) / temperature) }
  return powers.map { $0 / powers.reduce(0, +) }
}

// wrong: add up to 1 again
func keptByTopK(_ probabilities: [Double], k: Int) throws -> [Double] {
  let kept = likeliestFirst(probabilities).prefix(k)
  return probabilities.indices.map { kept.contains($0) ? probabilities[$0] : 0 }
}

// wrong: even among equals
func keptByTopK(_ probabilities: [Double], k: Int) throws -> [Double] {
  let least = probabilities.sorted(by: >).prefix(k).last!
  let total = probabilities.filter { $0 >= least }.reduce(0, +)
  return probabilities.map { $0 >= least ? $0 / total : 0 }
}

// wrong: the token that reaches it is kept too
func keptByTopP(_ probabilities: [Double], p: Double) throws -> [Double] {
  var kept: [Int] = []
  var total = 0.0
  for token in likeliestFirst(probabilities) where total + probabilities[token] <= p {
    kept.append(token)
    total += probabilities[token]
  }
  return probabilities.indices.map { kept.contains($0) ? probabilities[$0] / total : 0 }
}

// wrong: Reaching p exactly
func keptByTopP(_ probabilities: [Double], p: Double) throws -> [Double] {
  var kept: [Int] = []
  var total = 0.0
  for token in likeliestFirst(probabilities) where total <= p {
    kept.append(token)
    total += probabilities[token]
  }
  return probabilities.indices.map { kept.contains($0) ? probabilities[$0] / total : 0 }
}

// wrong: only as many are kept as needed
func keptByTopP(_ probabilities: [Double], p: Double) throws -> [Double] {
  var least = 0.0
  var sum = 0.0
  for token in likeliestFirst(probabilities) where sum < p {
    least = probabilities[token]
    sum += least
  }
  let total = probabilities.filter { $0 >= least }.reduce(0, +)
  return probabilities.map { $0 >= least ? $0 / total : 0 }
}

// wrong: has no place on the line
func drawnToken(_ probabilities: [Double], at random: Double) throws -> Int {
  var sum = 0.0
  for (token, probability) in probabilities.enumerated() {
    sum += probability
    if random <= sum { return token }
  }
  return probabilities.count - 1
}

// wrong: the last token with a probability above 0
func drawnToken(_ probabilities: [Double], at random: Double) throws -> Int {
  var sum = 0.0
  for (token, probability) in probabilities.enumerated() {
    sum += probability
    if random < sum { return token }
  }
  return probabilities.count - 1
}

// wrong: with room for every text
func beamSearch(
  _ model: GPT, after prompt: [Int32], length: Int, width: Int
) throws -> (tokens: [Int32], logProbability: Double) {
  var tokens: [Int32] = []
  var sum = 0.0
  for _ in 0..<length {
    let p = try temperedSoftmax(model.nextLogits(after: prompt + tokens).map(Double.init), temperature: 1)
    tokens.append(Int32(likeliestFirst(p)[0]))
    sum += log(p.max()!)
  }
  return (tokens, sum)
}

// wrong: not two of each
func beamSearch(
  _ model: GPT, after prompt: [Int32], length: Int, width: Int
) throws -> (tokens: [Int32], logProbability: Double) {
  var beams: [(tokens: [Int32], logProbability: Double)] = [([], 0)]
  for _ in 0..<length {
    beams = try beams.flatMap { beam in
      let p = try temperedSoftmax(model.nextLogits(after: prompt + beam.tokens).map(Double.init), temperature: 1)
      return likeliestFirst(p).prefix(width).map { (beam.tokens + [Int32($0)], beam.logProbability + log(p[$0])) }
    }
  }
  return beams.max { $0.logProbability < $1.logProbability }!
}
