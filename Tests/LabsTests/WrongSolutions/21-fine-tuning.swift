// Solutions of lab 21 that are wrong; see ExercisesTests.

// wrong: The model must also learn to end
func answerTargets(_ tokens: [Int], assistant: Int, end: Int) throws -> [Int] {
  var speaks = false
  let counts = tokens.map { token in
    if token == end { speaks = false }
    defer { if token == assistant { speaks = true } }
    return speaks
  }
  return zip(tokens, counts).dropFirst().map { $1 ? $0 : -1 }
}

// wrong: A conversation can have several answers
func answerTargets(_ tokens: [Int], assistant: Int, end: Int) throws -> [Int] {
  let start = tokens.lastIndex(of: assistant) ?? tokens.count
  return tokens.indices.dropFirst().map { $0 > start ? tokens[$0] : -1 }
}

// wrong: B one column of 30
func adapterSize(inputs: Int, outputs: Int, rank: Int) throws -> Int { rank * inputs * outputs }

// wrong: should be 4096
func adapterSize(inputs: Int, outputs: Int, rank: Int) throws -> Int { inputs + outputs }

// wrong: 80 numbers for the first map
func trainedShare(maps: [[Int]], rank: Int, parameters: Int) throws -> Double {
  Double(maps.reduce(0) { $0 + $1[0] * $1[1] }) / Double(parameters)
}

// wrong: the change is 2 B A
func mergedWeight(_ w: [[Double]], a: [[Double]], b: [[Double]], alpha: Double) throws -> [[Double]] {
  zip(w, b).map { row, weights in
    row.indices.map { j in row[j] + zip(weights, a).reduce(0) { $0 + $1.0 * $1.1[j] } }
  }
}

// wrong: the factor alpha / r is 1
func mergedWeight(_ w: [[Double]], a: [[Double]], b: [[Double]], alpha: Double) throws -> [[Double]] {
  zip(w, b).map { row, weights in
    row.indices.map { j in row[j] + alpha * zip(weights, a).reduce(0) { $0 + $1.0 * $1.1[j] } }
  }
}

// wrong: the loss of its text rose by 0.8
func bestRun(answers: [Double], texts: [Double], before: Double, limit: Double) throws -> Int? {
  answers.indices.min { answers[$0] < answers[$1] }
}

// wrong: that is no forgetting
func bestRun(answers: [Double], texts: [Double], before: Double, limit: Double) throws -> Int? {
  answers.indices.filter { abs(texts[$0] - before) <= limit }.min { answers[$0] < answers[$1] }
}
