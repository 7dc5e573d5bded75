// Solutions of lab 12 that are wrong; see ExercisesTests.

// wrong: never trains on the held-out text
func timesRead(
  steps: Int, batchSize: Int, contextLength: Int, characters: Int, validation: Double
) throws -> Double {
  Double(steps * batchSize * contextLength) / Double(characters)
}

// wrong: Go through unicodeScalars
func rareCharacters(in text: String, below limit: Int) throws -> [Unicode.Scalar] {
  let counts = Dictionary(grouping: text) { $0 }.mapValues(\.count)
  return counts.filter { $0.value < limit }.keys.compactMap(\.unicodeScalars.first).sorted()
}

// wrong: limit` times are not rare
func rareCharacters(in text: String, below limit: Int) throws -> [Unicode.Scalar] {
  let counts = Dictionary(grouping: text.unicodeScalars) { $0 }.mapValues(\.count)
  return counts.filter { $0.value <= limit }.keys.sorted()
}

// wrong: Later evaluations are never seen
func whenToStop(_ losses: [Double], patience: Int) throws -> (best: Int, stop: Int) {
  let best = losses.firstIndex(of: losses.min()!)!
  return (best, min(best + patience, losses.count - 1))
}

// wrong: A new best restarts the count
func whenToStop(_ losses: [Double], patience: Int) throws -> (best: Int, stop: Int) {
  var best = 0
  var waited = 0
  for evaluation in losses.indices {
    if losses[evaluation] < losses[best] { best = evaluation } else if evaluation > 0 { waited += 1 }
    if waited == patience { return (best, evaluation) }
  }
  return (best, losses.count - 1)
}

// wrong: the first one of the sample
func longestCopy(of sample: String, in text: String) throws -> String {
  let sample = Array(sample)
  var best = ""
  for start in sample.indices {
    for end in start..<sample.count where end - start + 1 >= best.count {
      let passage = String(sample[start...end])
      if text.contains(passage) { best = passage }
    }
  }
  return best
}
