// Solutions of lab 19 that are wrong; see ExercisesTests.

// wrong: the weights in them add up to 0.5 and 0.75
func smoothed(_ losses: [Double], keep: Double) throws -> [Double] {
  var total = 0.0
  return losses.map { loss in
    total = keep * total + (1 - keep) * loss
    return total
  }
}

// wrong: the weights in them add up to 0.5 and 0.75
func smoothed(_ losses: [Double], keep: Double) throws -> [Double] {
  var total = losses.first ?? 0
  return losses.map { loss in
    total = keep * total + (1 - keep) * loss
    return total
  }
}

// wrong: nothing of the past is left
func smoothed(_ losses: [Double], keep: Double) throws -> [Double] {
  var total = 0.0
  return losses.enumerated().map { index, loss in
    total = (1 - keep) * total + keep * loss
    return total / (1 - pow(1 - keep, Double(index + 1)))
  }
}

// wrong: A loss of x nats is a probability of exp(-x)
func probabilityRatio(training: Double, validation: Double) throws -> Double {
  training / validation
}

// wrong: should be 0.5
func probabilityRatio(training: Double, validation: Double) throws -> Double {
  exp(validation - training)
}

// wrong: From 1 to 10 is as far as from 10 to 100
func logarithmicPlace(_ value: Double, low: Double, high: Double, length: Double) throws -> Double {
  (value - low) / (high - low) * length
}

// wrong: The axis begins at low
func logarithmicPlace(_ value: Double, low: Double, high: Double, length: Double) throws -> Double {
  log(value) / log(high) * length
}

// wrong: the order is least, greatest
func extremes(of values: [Double], parts: Int) throws -> [[Double]] {
  let size = values.count / parts
  return (0..<parts).map { part in
    let values = values[part * size..<(part + 1) * size]
    return [values.max()!, values.min()!]
  }
}

// wrong: Each part has three values
func extremes(of values: [Double], parts: Int) throws -> [[Double]] {
  (0..<values.count / parts).map { part in
    let values = values[part * parts..<(part + 1) * parts]
    return [values.min()!, values.max()!]
  }
}

// wrong: 3 is 1.5 times 2, and not more
func spikes(in losses: [Double], after count: Int, factor: Double) throws -> [Int] {
  losses.indices.dropFirst(count).filter { i in
    losses[i] >= factor * losses[i - count..<i].reduce(0, +) / Double(count)
  }
}

// wrong: The last loss is compared with (1 + 1) / 2
func spikes(in losses: [Double], after count: Int, factor: Double) throws -> [Int] {
  losses.indices.dropFirst(count).filter { i in losses[i] > factor * losses[..<i].reduce(0, +) / Double(i) }
}
