// Solutions of lab 09 that are wrong; see ExercisesTests.

// wrong: Step 0 is not lost
func scheduledRate(at step: Int, steps: Int, warmup: Int, highest: Double, lowest: Double) throws -> Double {
  if step < warmup { return highest * Double(step) / Double(warmup) }
  let progress = Double(step - warmup) / Double(steps - warmup)
  return lowest + (highest - lowest) * (1 + cos(.pi * progress)) / 2
}

// wrong: n - w of them
func scheduledRate(at step: Int, steps: Int, warmup: Int, highest: Double, lowest: Double) throws -> Double {
  if step < warmup { return highest * Double(step + 1) / Double(warmup + 1) }
  let progress = Double(step - warmup) / Double(steps)
  return lowest + (highest - lowest) * (1 + cos(.pi * progress)) / 2
}

// wrong: the fall begins at the highest rate
func scheduledRate(at step: Int, steps: Int, warmup: Int, highest: Double, lowest: Double) throws -> Double {
  if step < warmup { return highest * Double(step + 1) / Double(warmup + 1) }
  let progress = Double(step - warmup) / Double(steps - warmup)
  return lowest + highest * (1 + cos(.pi * progress)) / 2
}

// wrong: the direction stays
func clipped(_ gradient: [Double], longest: Double) throws -> [Double] {
  gradient.map { min(max($0, -longest), longest) }
}

// wrong: short enough stays as it is
func clipped(_ gradient: [Double], longest: Double) throws -> [Double] {
  let length = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
  return gradient.map { $0 * longest / length }
}

// wrong: Its new length is `longest`
func clipped(_ gradient: [Double], longest: Double) throws -> [Double] {
  let length = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
  return length > longest ? gradient.map { $0 / length } : gradient
}

// wrong: not a new lowest one
func earlyStop(_ losses: [Double], patience: Int) throws -> (best: Int, last: Int) {
  var best = 0
  for i in losses.indices {
    if losses[i] <= losses[best] { best = i }
    if i - best == patience { return (best, i) }
  }
  return (best, losses.count - 1)
}

// wrong: not with the one before
func earlyStop(_ losses: [Double], patience: Int) throws -> (best: Int, last: Int) {
  var best = 0
  var worse = 0
  for i in losses.indices.dropFirst() {
    if losses[i] < losses[best] { best = i }
    worse = losses[i] < losses[i - 1] ? 0 : worse + 1
    if worse == patience { return (best, i) }
  }
  return (best, losses.count - 1)
}

// wrong: Evaluations after the stop are never seen
func earlyStop(_ losses: [Double], patience: Int) throws -> (best: Int, last: Int) {
  var best = 0
  for i in losses.indices {
    if losses[i] < losses[best] { best = i }
    if i - best == patience { return (losses.indices.min { losses[$0] < losses[$1] }!, i) }
  }
  return (best, losses.count - 1)
}

// wrong: divided by 0.8
func dropped(_ values: [Double], kept: [Bool], rate: Double) throws -> [Double] {
  zip(values, kept).map { $1 ? $0 : 0 }
}
