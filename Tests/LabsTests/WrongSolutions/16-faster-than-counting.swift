// Solutions of lab 16 that are wrong; see ExercisesTests.

// wrong: Where nothing was counted, the network has the say
func countedOn(_ counts: [Int], network: [Double], strength: Double) throws -> [Double] {
  let total = counts.reduce(0, +)
  return counts.map { total == 0 ? 0 : Double($0) / Double(total) }
}

// wrong: The total is 4 counts, plus 2
func countedOn(_ counts: [Int], network: [Double], strength: Double) throws -> [Double] {
  let total = Double(counts.reduce(0, +))
  return zip(counts, network).map { total == 0 ? $1 : (Double($0) + strength * $1) / total }
}

// wrong: The mean of 9 and 1 is 5
func rowStep(_ row: [Double], gradient: [Double], squares: Double, rate: Double) throws -> (
  row: [Double], squares: Double
) {
  let sum = squares + gradient.reduce(0) { $0 + $1 * $1 }
  return (zip(row, gradient).map { $0 - rate * $1 / sum.squareRoot() }, sum)
}

// wrong: Divide by the root of the new sum
func rowStep(_ row: [Double], gradient: [Double], squares: Double, rate: Double) throws -> (
  row: [Double], squares: Double
) {
  let sum = squares + gradient.reduce(0) { $0 + $1 * $1 } / Double(gradient.count)
  return (zip(row, gradient).map { $0 - rate * $1 / squares.squareRoot() }, sum)
}

// wrong: A row that was not read stays as it is
func rowStep(_ row: [Double], gradient: [Double], squares: Double, rate: Double) throws -> (
  row: [Double], squares: Double
) {
  let sum = squares + gradient.reduce(0) { $0 + $1 * $1 } / Double(gradient.count)
  return (zip(row, gradient).map { $0 - rate * $1 / sum.squareRoot() }, sum)
}

// wrong: it should not halve the first
func recalledRow(_ first: [Double], _ second: [Double]) throws -> [Double] {
  zip(first, second).map { ($0 + $1) / 2 }
}

// wrong: even if one number happens to be 0
func recalledRow(_ first: [Double], _ second: [Double]) throws -> [Double] {
  zip(first, second).map { $0 == 0 ? $1 : $1 == 0 ? $0 : ($0 + $1) / 2 }
}

// wrong: The root of 9 + 16 is 5
func singularValues(_ values: [Double], iterations: Int) throws -> [Double] {
  values.map { value in
    var s = value / values.max()!
    for _ in 0..<iterations { s = 3.4445 * s - 4.775 * pow(s, 3) + 2.0315 * pow(s, 5) }
    return s
  }
}

// wrong: They are divided only once
func singularValues(_ values: [Double], iterations: Int) throws -> [Double] {
  func divided(_ values: [Double]) -> [Double] {
    let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / norm }
  }
  var values = divided(values)
  for _ in 0..<iterations { values = divided(values.map { 3.4445 * $0 - 4.775 * pow($0, 3) + 2.0315 * pow($0, 5) }) }
  return values
}

// wrong: whoever does not know does not count
func mixedOdds(_ probabilities: [Double], weights: [Double]) throws -> Double {
  zip(probabilities, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
}

// wrong: Odds of 4 to 1, twice, are odds of 16 to 1
func mixedOdds(_ probabilities: [Double], weights: [Double]) throws -> Double {
  // The surest of them alone.
  let odds = zip(probabilities, weights).map { $1 * log($0 / (1 - $0)) }
  return 1 / (1 + exp(-odds.max { abs($0) < abs($1) }!))
}
