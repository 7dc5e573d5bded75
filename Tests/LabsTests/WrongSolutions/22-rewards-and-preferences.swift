// Solutions of lab 22 that are wrong; see ExercisesTests.

// wrong: the better answer is likelier to win
func preferenceProbability(_ reward: Double, over other: Double) throws -> Double { 1 / (1 + exp(reward - other)) }

// wrong: a coin decides
func preferenceProbability(_ reward: Double, over other: Double) throws -> Double { reward / (1 + reward + other) }

// wrong: The mean of
func preferenceLoss(chosen: [Double], rejected: [Double]) throws -> Double {
  try zip(chosen, rejected).reduce(0) { $0 - log(try preferenceProbability($1.0, over: $1.1)) }
}

// wrong: that costs most
func preferenceLoss(chosen: [Double], rejected: [Double]) throws -> Double {
  try zip(chosen, rejected).map { -log(max(0.5, try preferenceProbability($0, over: $1))) }.reduce(0, +)
    / Double(chosen.count)
}

// wrong: however likely the answers are
func pairLoss(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  log(1 + exp(-beta * (policy[0] - policy[1])))
}

// wrong: the margin is 0.5 times 3
func pairLoss(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  log(1 + exp(-beta * (policy[0] - reference[0])))
}

// wrong: the loss falls when
func pairSlope(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  let margin = beta * (policy[0] - reference[0] - policy[1] + reference[1])
  return beta / (1 + exp(margin))
}

// wrong: in order already pulls less
func pairSlope(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  let margin = beta * (policy[0] - reference[0] - policy[1] + reference[1])
  return -beta / (1 + exp(-margin))
}

// wrong: A good token that became less likely
func clippedGain(ratio: Double, advantage: Double, clip: Double) throws -> Double {
  min(max(ratio, 1 - clip), 1 + clip) * advantage
}

// wrong: A bad token gains nothing below 0.8
func clippedGain(ratio: Double, advantage: Double, clip: Double) throws -> Double {
  min(ratio, 1 + clip) * advantage
}

// wrong: an answer is not compared with itself
func advantagesOverOthers(_ rewards: [Double]) throws -> [Double] {
  let mean = rewards.reduce(0, +) / Double(rewards.count)
  return rewards.map { $0 - mean }
}

// wrong: Three were stopped, two of them rightly
func precisionAndRecall(stopped: [Bool], harmful: [Bool]) throws -> [Double] {
  let right = Double(zip(stopped, harmful).filter { $0 && $1 }.count)
  return [right / Double(max(1, harmful.filter { $0 }.count)), right / Double(max(1, stopped.filter { $0 }.count))]
}

// wrong: not 0 / 0
func precisionAndRecall(stopped: [Bool], harmful: [Bool]) throws -> [Double] {
  let right = Double(zip(stopped, harmful).filter { $0 && $1 }.count)
  return [right / Double(stopped.filter { $0 }.count), right / Double(harmful.filter { $0 }.count)]
}
