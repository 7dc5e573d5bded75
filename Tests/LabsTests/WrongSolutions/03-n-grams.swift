// Solutions of lab 03 that are wrong; see ExercisesTests.

// wrong: a context can begin inside the previous one
func followers(of context: String, in text: String) throws -> [Character: Int] {
  if context.isEmpty { return Dictionary(grouping: text) { $0 }.mapValues(\.count) }
  var counts: [Character: Int] = [:]
  for part in text.components(separatedBy: context).dropFirst() {
    if let next = part.first { counts[next, default: 0] += 1 }
  }
  return counts
}

// wrong: A context can have several characters
func followers(of context: String, in text: String) throws -> [Character: Int] {
  var counts: [Character: Int] = [:]
  for (a, b) in zip(text, text.dropFirst()) where a == context.last { counts[b, default: 0] += 1 }
  return counts
}

// wrong: add up logarithms
func textPerplexity(_ probabilities: [Double]) throws -> Double {
  pow(1 / probabilities.reduce(1, *), 1 / Double(probabilities.count))
}

// wrong: the lower bound of [1, 1, 1, 2]
func shannonBounds(_ guessNumbers: [Int]) throws -> (lower: Double, upper: Double) {
  let shares = Dictionary(grouping: guessNumbers) { $0 }.mapValues { Double($0.count) / Double(guessNumbers.count) }
  return (
    shares.reduce(0) { $0 + $1.value * log2(Double($1.key)) }, shares.reduce(0) { $0 - $1.value * log2($1.value) }
  )
}

// wrong: q_2 is 0 here
func shannonBounds(_ guessNumbers: [Int]) throws -> (lower: Double, upper: Double) {
  let shares = Dictionary(grouping: guessNumbers) { $0 }.mapValues { Double($0.count) / Double(guessNumbers.count) }
  let lower = shares.map { Double($0) * ($1 - (shares[$0 + 1] ?? 0)) * log2(Double($0)) }.reduce(0, +)
  return (lower, -shares.values.map { $0 * log2($0) }.reduce(0, +))
}

// wrong: a part of the first one's interval
func codingInterval(
  of message: String, shares: [(character: Character, probability: Double)]
) throws -> (low: Double, width: Double) {
  var low = 0.0, width = 1.0
  for character in message {
    let place = shares.firstIndex { $0.character == character }!
    low += shares[..<place].reduce(0) { $0 + $1.probability }
    width *= shares[place].probability
  }
  return (low, width)
}
