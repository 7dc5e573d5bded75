// Solutions of lab 13 that are wrong; see ExercisesTests.

// wrong: a fraction of the largest probability
func keptByMinP(_ probabilities: [Double], minP: Double) throws -> [Double] {
  let kept = probabilities.map { $0 >= minP ? $0 : 0 }
  return kept.map { $0 / kept.reduce(0, +) }
}

// wrong: exactly at the limit
func keptByMinP(_ probabilities: [Double], minP: Double) throws -> [Double] {
  let least = minP * probabilities.max()!
  let kept = probabilities.map { $0 > least ? $0 : 0 }
  return kept.map { $0 / kept.reduce(0, +) }
}

// wrong: not so many of each
func beamStep(_ texts: [FoundText], _ probabilities: [[Double]], width: Int) throws -> [FoundText] {
  var longer: [FoundText] = []
  for (text, next) in zip(texts, probabilities) {
    let best = next.indices.sorted { next[$0] > next[$1] }.filter { next[$0] > 0 }.prefix(width / texts.count)
    longer += best.map { FoundText(tokens: text.tokens + [$0], logProbability: text.logProbability + log(next[$0])) }
  }
  return longer.sorted { $0.logProbability > $1.logProbability }
}

// wrong: Compare whole texts
func beamStep(_ texts: [FoundText], _ probabilities: [[Double]], width: Int) throws -> [FoundText] {
  var longer: [FoundText] = []
  for (text, next) in zip(texts, probabilities) {
    for (token, p) in next.enumerated() where p > 0 {
      longer.append(FoundText(tokens: text.tokens + [token], logProbability: text.logProbability + log(p)))
    }
  }
  return Array(longer.prefix(width))
}

// wrong: continues no text
func beamStep(_ texts: [FoundText], _ probabilities: [[Double]], width: Int) throws -> [FoundText] {
  var longer: [FoundText] = []
  for (text, next) in zip(texts, probabilities) {
    for (token, p) in next.enumerated() {
      longer.append(FoundText(tokens: text.tokens + [token], logProbability: text.logProbability + log(p)))
    }
  }
  return Array(longer.sorted { $0.logProbability > $1.logProbability }.prefix(width))
}

// wrong: even more than the drafter does
func isAccepted(_ token: Int, p: [Double], q: [Double], at random: Double) throws -> Bool {
  random < p[token]
}

// wrong: half of the time
func isAccepted(_ token: Int, p: [Double], q: [Double], at random: Double) throws -> Bool {
  true
}

// wrong: not even if the random number is 0
func isAccepted(_ token: Int, p: [Double], q: [Double], at random: Double) throws -> Bool {
  random <= p[token] / q[token]
}

// wrong: drop what is negative
func replacementProbabilities(p: [Double], q: [Double]) throws -> [Double] {
  p
}

// wrong: divide by the sum of the rest
func replacementProbabilities(p: [Double], q: [Double]) throws -> [Double] {
  zip(p, q).map { max(0, $0 - $1) }
}

// wrong: The second token counts only if
func tokensPerPass(acceptance: Double, draftTokens: Int) throws -> Double {
  1 + acceptance * Double(draftTokens)
}

// wrong: one token more than the drafter
func tokensPerPass(acceptance: Double, draftTokens: Int) throws -> Double {
  (1 - pow(acceptance, Double(draftTokens + 1))) / (1 - acceptance)
}
